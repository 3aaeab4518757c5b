import { CancellationScope, condition } from '@temporalio/workflow';
import { oneAtATime } from './one-at-a-time.ts';
import { noted } from './short-tasks.ts';

/** What a message sets off may itself wait for a condition or two before it asks for anything. */
const ROUNDS = 3;

/**
 * Runs a local activity when it is its turn, and hands its answer on when everything that has come before has been worked off. A long
 * one lasts from workflow task to workflow task: a message of the second is worked off before it ends, but a replay brings both at
 * once, and what follows from the one would mix with what follows from the other. Handed on last, both are told alike.
 */
export async function inTurn<T>(start: () => Promise<T>): Promise<T> {
  try {
    return await oneAtATime(() => noted(start));
  } finally {
    for (let round = 0; round < ROUNDS; round += 1) await CancellationScope.nonCancellable(othersFirst);
  }
}

/** Conditions are looked at when nothing else is left to do: the first look is at once, the second one then. */
function othersFirst(): Promise<void> {
  let looks = 0;
  return condition(() => {
    looks += 1;
    return looks > 1;
  });
}
