import {
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';
import { inTurn } from '../../../workflows/kit/in-turn.ts';
import { record } from '../../../workflows/kit/profiles.ts';
import { quickFirst } from '../../../workflows/kit/quick-first.ts';

/** What the test's worker offers. */
type Taking = { takes(ms: number): Promise<void> };

// As the profiles are to a task of twenty seconds, to one of two.
const quick = proxyLocalActivities<Taking>({
  startToCloseTimeout: '200 ms',
  scheduleToCloseTimeout: '500 ms',
  retry: { maximumAttempts: 2, initialInterval: '5 ms' },
});
const regular = proxyActivities<Taking>(record);
export const heard = defineSignal('heard');
export const done = defineQuery<number>('done');
export const asked = defineUpdate<number>('asked');

/** So many steps of so many milliseconds, and one more for every message, beside them. */
export async function standingStill(count: number, ms: number): Promise<number> {
  let messages = 0;
  let worked = 0;
  const step = (long: number) =>
    quickFirst(
      () => inTurn(() => quick.takes(long)),
      () => regular.takes(long),
      () => false,
    );
  const take = async () => {
    messages += 1;
    await step(5);
    worked += 1;
    return worked;
  };
  setHandler(done, () => worked);
  setHandler(heard, async () => void (await take()));
  setHandler(asked, take);
  for (let one = 0; one < count; one += 1) await step(ms);
  await condition(() => worked === messages);
  return worked;
}
