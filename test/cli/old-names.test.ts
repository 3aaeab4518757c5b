import { expect, test } from '@jest/globals';
import { withTodaysNames } from '../../cli/old-names.ts';

test.each([
  ['deals list', 'cases list --lifecycle deal'],
  ['deals board --json', 'cases board --lifecycle deal --json'],
  ['--as deals deals show deals', '--as deals cases show deals'],
  ['--json deals why list', '--json cases why list'],
  ['deals submit list', 'cases submit list'],
  ['deals retry', 'cases retry'],
  ['deals help list', 'cases help list'],
  ['help deals list', 'help cases list'],
  ['deals answer list', 'deals answer list'],
  ['deals', 'deals'],
  ['deals lst', 'deals lst'],
  ['reviews list deals', 'reviews list deals'],
  ['cases list', 'cases list'],
  ['', ''],
])('%j is understood as %j', (typed, todays) => {
  expect(withTodaysNames(typed.split(' ')).join(' ')).toBe(todays);
});
