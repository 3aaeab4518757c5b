import { existsSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { CALENDAR_TESTS, CALENDAR_TESTS_WITH_SERVERS, startOf } from '../environment/another-day.ts';
import { calendarDays } from '../environment/calendar-days.ts';

test.each([...CALENDAR_TESTS, ...CALENDAR_TESTS_WITH_SERVERS])('%s is there', (path) => {
  expect(existsSync(path)).toBe(true);
});

test('whatever today is, every day of the table is to come, and none is missing', () => {
  const days = fc.date({ min: new Date('2026-01-01'), max: new Date('2060-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(days, (today) => {
      const table = calendarDays(today);
      expect(table.filter(({ at }) => !(at > today))).toEqual([]);
      const on = table.map(({ at }) => at.toISOString().slice(5, 10));
      // Every day from 24 November until after New Year.
      const end = Array.from({ length: 39 }, (_, n) =>
        DateTime.utc(2026, 11, 24).plus({ days: n }).toFormat('MM-dd'),
      );
      for (const day of [...end, '01-31', '03-31', '06-30', '09-30', '02-29']) expect(on).toContain(day);
      expect(table.some(({ at }) => at.getUTCDay() === 0)).toBe(true);
      const inTonga = table.map(({ at }) => DateTime.fromJSDate(at, { zone: 'Pacific/Tongatapu' }));
      expect(inTonga.some((at, n) => at.toFormat('MM-dd') === '12-31' && on[n] === '12-30')).toBe(true);
      for (const years of [1, 3])
        expect(
          table.some(
            ({ at }) =>
              at.getTime() === DateTime.fromJSDate(today, { zone: 'utc' }).plus({ years }).toMillis(),
          ),
        ).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test.each(['Europe/Berlin', 'America/New_York', 'Australia/Sydney'])(
  'the table has both days on which the clocks of %s change, half an hour before they do',
  (zone) => {
    const table = calendarDays(new Date('2026-11-27T12:00:00Z')).filter(({ name }) => name.includes(zone));
    const shifts = table.map(({ at }) => {
      const local = DateTime.fromJSDate(at, { zone });
      return local.plus({ hours: 1 }).offset - local.offset;
    });
    expect(shifts.sort((a, b) => a - b)).toEqual([-60, 60]);
  },
);

test('a day is drawn from the table, or is the one that is named', () => {
  const today = new Date('2026-11-27T12:00:00Z');
  const table = calendarDays(today);
  expect(startOf(undefined, today, 0)).toEqual(table[0]);
  expect(startOf('', today, 0.999_999)).toEqual(table.at(-1));
  expect(startOf('2028-02-29T12:00:00Z', today, 0).at).toEqual(new Date('2028-02-29T12:00:00Z'));
});

test.each(['29 February', 'yesterday', '2026-11-26T12:00:00Z'])(
  '%s is refused, naming what can be written',
  (named) => {
    expect(() => startOf(named, new Date('2026-11-27T12:00:00Z'), 0)).toThrow(
      /write one such as 2028-02-29T12:00:00Z/,
    );
  },
);
