import { describe, expect, test } from '@jest/globals';
import { type BatchCounts, commandProblem, countsText } from '../../domain/batch.ts';

const counts = (some: Partial<BatchCounts>): BatchCounts => ({
  ...{ waiting: 0, running: 0, asked: 0, done: 0, failed: 0 },
  ...some,
});

test.each([
  [counts({ done: 9_998, failed: 2 }), '9,998 of 10,000 done, 2 failed'],
  [counts({ done: 50, asked: 450 }), '50 of 500 done, 450 wait for people'],
  [counts({ done: 1_000_000 }), '1,000,000 of 1,000,000 done'],
  [counts({ waiting: 7, running: 3 }), '0 of 10 done, 3 under way, 7 not begun'],
  [counts({}), '0 of 0 done'],
])('%o is said as "%s"', (given, said) => {
  expect(countsText(given)).toBe(said);
});

describe('a command', () => {
  test.each([
    ['pause', 'running', 0, null],
    ['pause', 'paused', 0, 'it is paused already'],
    ['pause', 'ended', 0, expect.stringMatching(/^it has ended/)],
    ['resume', 'paused', 0, null],
    ['resume', 'running', 0, expect.stringMatching(/^it is not paused/)],
    ['resume', 'ended', 3, expect.stringContaining('retry-failed')],
    ['retry', 'running', 1, null],
    ['retry', 'ended', 1, null],
    ['retry', 'ended', 0, expect.stringMatching(/^no item of it has failed/)],
  ] as const)('%s of a batch that is %s with %i failed: %p', (command, state, failed, problem) => {
    expect(commandProblem(command, state, { failed })).toEqual(problem);
  });
});
