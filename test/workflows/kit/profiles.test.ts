import { expect, test } from '@jest/globals';
import type { ActivityOptions, Duration } from '@temporalio/common';
import { msToNumber } from '@temporalio/common/lib/time.js';
import { TASK_TIMEOUT } from '../../../domain/case.ts';
import {
  local,
  localNotice,
  localTogether,
  notify,
  read,
  record,
  undo,
  untilTold,
  write,
} from '../../../workflows/kit/profiles.ts';

/** Temporal's own pauses, where a profile names none: at most a hundred times the first one. */
function pausesOf({ retry = {} }: ActivityOptions) {
  const first = msToNumber(retry.initialInterval ?? '1 s');
  const longest = retry.maximumInterval === undefined ? 100 * first : msToNumber(retry.maximumInterval);
  return { first, longest, factor: retry.backoffCoefficient ?? 2 };
}
const attemptOf = (profile: ActivityOptions) => msToNumber(profile.startToCloseTimeout as Duration);

/** What a case waits for before it goes on or ends. */
test.each(Object.entries({ read, write, undo, record, notify }))(
  'after an outage %s is tried again soon, also when a worker took its last attempt with it',
  (_, profile) => {
    expect(attemptOf(profile) + pausesOf(profile).longest).toBeLessThanOrEqual(90_000);
  },
);

test('a person who could not be told is told within a tenth of the outage, and the attempt that was lost', () => {
  const { first, longest, factor } = pausesOf(untilTold);
  expect(attemptOf(untilTold)).toBeLessThanOrEqual(60_000);
  for (let pause = first, away = 0; away < 86_400_000; pause = Math.min(longest, pause * factor)) {
    expect(pause).toBeLessThanOrEqual(first + away / 10 + 1);
    away += pause;
  }
});

test('no local activity lasts longer than a quarter of its workflow task: a decision waits for the one that is under way', () => {
  for (const { startToCloseTimeout, scheduleToCloseTimeout } of [local, localNotice, localTogether])
    for (const longest of [startToCloseTimeout, scheduleToCloseTimeout])
      expect(msToNumber(longest as Duration)).toBeLessThanOrEqual(msToNumber(TASK_TIMEOUT) / 4);
});
