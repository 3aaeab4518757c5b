import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { CALENDAR_TESTS, CALENDAR_TESTS_WITH_SERVERS, startOf } from '../test/environment/another-day.ts';
import type { CalendarDay } from '../test/environment/calendar-days.ts';
import { CLONE } from './setup/state.ts';

/**
 * `npm run test:another-day [-- jest arguments]`: the tests that know calendars, begun on another day than today. Draws the day
 * from test/environment/calendar-days.ts, or takes the one that QD_TEST_START names, and says which. Exits with jest's code.
 */
const start = chosenStart();
console.log(
  `Once more on another day, ${start.name}. Again: QD_TEST_START=${start.at.toISOString()} npm run test:another-day`,
);
const files = [...CALENDAR_TESTS, ...(process.env.QD_TEST_UNIT ? [] : CALENDAR_TESTS_WITH_SERVERS)];
const child = spawn(process.execPath, [join(CLONE, 'scripts/test.ts'), ...files, ...process.argv.slice(2)], {
  cwd: CLONE,
  env: { ...process.env, QD_TEST_START: start.at.toISOString() },
  stdio: 'inherit',
});
// Ctrl-C reaches the child by itself; a SIGTERM to us alone would not.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.once('exit', (code) => process.exit(code ?? 1));

function chosenStart(): CalendarDay {
  try {
    return startOf(process.env.QD_TEST_START, new Date(), Math.random());
  } catch (error) {
    console.error((error as Error).message);
    process.exit(2);
  }
}
