import { type CalendarDay, calendarDays } from './calendar-days.ts';

/** The tests that know calendars and start no server. */
export const CALENDAR_TESTS = [
  'test/adapters/intake/deal/json.test.ts',
  'test/adapters/intake/deal/mail.test.ts',
  'test/adapters/intake/deal/reopening.test.ts',
  'test/domain/deal',
  'test/domain/gate',
  'test/domain/local-time.test.ts',
  'test/domain/metrics.test.ts',
  'test/server/webhook-signature.test.ts',
];

/** Those that need Postgres or a server that skips time; left out under QD_TEST_UNIT. */
export const CALENDAR_TESTS_WITH_SERVERS = [
  'test/activities/deal/triage.test.ts',
  'test/activities/gate/gate.test.ts',
  'test/activities/rollout',
  'test/adapters/store/cases.test.ts',
  'test/adapters/store/records.test.ts',
  'test/workflows/deal/time.test.ts',
  'test/workflows/kit/gate-clock.test.ts',
];

/**
 * The day to begin on: the named one, else one of the table.
 * @param named an ISO 8601 instant @param chance 0 up to 1
 * @throws Error when the named one is no instant, or is over: a server can be moved ahead, never back
 */
export function startOf(named: string | undefined, today: Date, chance: number): CalendarDay {
  if (named === undefined || named === '') {
    const table = calendarDays(today);
    return table[Math.floor(chance * table.length)] as CalendarDay;
  }
  const at = new Date(named);
  if (Number.isNaN(at.getTime()) || at < today)
    throw new Error('QD_TEST_START is no instant to come; write one such as 2028-02-29T12:00:00Z');
  return { name: 'which QD_TEST_START names', at };
}
