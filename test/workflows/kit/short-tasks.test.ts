import { expect, test } from '@jest/globals';
import { msToNumber } from '@temporalio/common/lib/time.js';
import { TASK_TIMEOUT } from '../../../domain/case.ts';
import { local, localNotice, localTogether } from '../../../workflows/kit/profiles.ts';
import { SHARE } from '../../../workflows/kit/short-tasks.ts';

test('local activities that may follow one another end before the core cuts their task', () => {
  const task = msToNumber(TASK_TIMEOUT);
  const longest = Math.max(
    ...[local, localNotice, localTogether].map(({ scheduleToCloseTimeout = '1 day' }) =>
      msToNumber(scheduleToCloseTimeout),
    ),
  );
  // The first one, those that may follow it, and the last of these.
  expect(longest + task * SHARE + longest).toBeLessThan(task * 0.8);
});
