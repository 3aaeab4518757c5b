import { condition, defineSignal, proxyLocalActivities, setHandler } from '@temporalio/workflow';
import { inTurn } from '../../../workflows/kit/in-turn.ts';

/** What the test's worker offers. */
type Named = Record<'long' | 'afterLong' | 'ofSignal', () => Promise<void>>;

const local = proxyLocalActivities<Named>({ startToCloseTimeout: '10 s' });
export const heard = defineSignal('heard');

/** A long local activity and what follows it; beside it a signal and what follows that, after a step or two of its own. */
export async function twoAtOnce(steps: number): Promise<void> {
  let called = false;
  let done = false;
  setHandler(heard, () => {
    called = true;
  });
  const beside = async () => {
    await condition(() => called);
    for (let step = 0; step < steps; step += 1) await Promise.resolve();
    await inTurn(() => local.ofSignal());
    done = true;
  };
  void beside();
  await inTurn(() => local.long());
  await inTurn(() => local.afterLong());
  await condition(() => done);
}
