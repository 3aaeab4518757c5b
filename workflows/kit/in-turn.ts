import { CancellationScope, condition } from '@temporalio/workflow';
import { hasOnlyAnswer } from './activation.ts';
import { oneAtATime } from './one-at-a-time.ts';

/** The handler of a message may itself wait for a condition or two before it asks for anything. */
const ROUNDS = 3;

/**
 * Runs a local activity when it is its turn, and hands its answer on only after everything that came before has been handled. A long local activity
 * may last from one workflow task into the next. The first run handles a message of the second task before the activity ends, but a replay
 * delivers both at once, and what follows from the one would mix with what follows from the other. Because the answer is handed on last, both runs
 * go alike.
 *
 * Nothing may depend on how long an activity took: where the SDK's core goes on in another task, a replay finds another time than the first run did.
 */
export async function inTurn<T>(start: () => Promise<T>): Promise<T> {
  try {
    return await oneAtATime(start);
  } finally {
    // Each round costs a call into the sandbox, with a thread that watches over it: about 0.16 ms. Where nothing else has come, there is nothing to wait for.
    if (!hasOnlyAnswer())
      for (let round = 0; round < ROUNDS; round += 1) await CancellationScope.nonCancellable(othersFirst);
  }
}

/** A condition is checked once when it is made, and again when nothing else is left to do: the second check means that the others have run. */
function othersFirst(): Promise<void> {
  let looks = 0;
  return condition(() => {
    looks += 1;
    return looks > 1;
  });
}
