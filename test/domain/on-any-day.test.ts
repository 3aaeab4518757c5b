import { describe, expect, test } from '@jest/globals';
import { DateTime } from 'luxon';
import { readCloseDate, readSubmittedAt } from '../../adapters/intake/deal/dates.ts';
import { afterEnd } from '../../adapters/intake/deal/reopening.ts';
import { APPEAL_DAYS, appealUntil, objectionToAppeal, REOPEN_DAYS } from '../../domain/deal/appeal.ts';
import { addBusinessMinutes, businessMinutesBetween } from '../../domain/gate/business-hours.ts';
import { timeOfDay } from '../../domain/local-time.ts';
import { calendarDays } from '../environment/calendar-days.ts';

/** What knows calendars holds on every day of the table, whatever today is. */

const DAY = 86_400_000;
/** The ends of the world's day, the zone of UTC+13, and zones whose clocks change. */
const ZONES = [
  'Pacific/Kiritimati',
  'Pacific/Tongatapu',
  'Australia/Sydney',
  'Europe/Berlin',
  'America/New_York',
];

describe.each(calendarDays(new Date()).map(({ name, at }) => [name, at.toISOString(), at] as const))(
  'on %s (%s)',
  (_, instant, now) => {
    const local = (zone: string) => DateTime.fromJSDate(now, { zone });

    test.each(ZONES)('working time in %s adds up, and begins and ends when people work', (zone) => {
      const tomorrow = local(zone).plus({ days: 1 }).toISODate() as string;
      const calendar = { zone, opens: 9, closes: 17, holidays: [tomorrow] };
      for (const minutes of [1, 240, 480, 481, 2_400, 9_600]) {
        const end = addBusinessMinutes(instant, minutes, calendar);
        expect(businessMinutesBetween(instant, end, calendar)).toBeCloseTo(minutes, 6);
        const there = DateTime.fromISO(end, { zone });
        expect(there.weekday).toBeLessThanOrEqual(5);
        expect(there.toISODate()).not.toBe(tomorrow);
        const hour = there.hour + there.minute / 60 + there.second / 3_600 + there.millisecond / 3_600_000;
        expect(hour).toBeGreaterThan(9);
        expect(hour).toBeLessThanOrEqual(17);
        expect(
          businessMinutesBetween(new Date(Date.parse(end) - 60_000).toISOString(), end, calendar),
        ).toBeGreaterThan(0);
      }
    });

    test.each(ZONES)('the day of %s is not over before it is over on the whole earth', (zone) => {
      const problems = (date: string | null) => {
        const found = { faults: [], problems: [] as { code: string }[] };
        readCloseDate(date, now, found as never);
        return found.problems.map(({ code }) => code);
      };
      expect(problems(local(zone).toISODate())).toEqual([]);
      expect(problems(local('UTC-12').minus({ days: 1 }).toISODate())).toEqual(['close_date_past']);
    });

    test('a registration is submitted when it says, in whatever zone it says it', () => {
      for (const zone of ZONES) {
        const found = { faults: [], problems: [] };
        expect(readSubmittedAt(local(zone).toISO(), now, found)).toBe(instant);
        expect(found).toEqual({ faults: [], problems: [] });
      }
    });

    test('appeal and reopening end to the millisecond, over changed clocks and leap days', () => {
      const rejected = { outcome: 'Rejected', closedAt: instant, appealedBy: null, isAppeal: false };
      const last = appealUntil(instant);
      expect(Date.parse(last) - now.getTime()).toBe(APPEAL_DAYS * DAY);
      expect(objectionToAppeal(rejected, last)).toBeNull();
      expect(objectionToAppeal(rejected, new Date(Date.parse(last) + 1).toISOString())).not.toBeNull();

      const incomplete = {
        status: 'completed',
        outcome: 'Incomplete',
        endedAt: instant,
        summary: {},
      } as const;
      const place = (ms: number) => afterEnd(incomplete, new Date(now.getTime() + REOPEN_DAYS * DAY + ms));
      expect(place(0)).toMatchObject({ place: 'kept', problems: [] });
      expect(place(1)).toMatchObject({ place: 'lost', problems: [{ code: 'reopened_late' }] });
    });

    test.each(ZONES)('an instant is written as the clock on the wall of %s shows it', (zone) => {
      expect(timeOfDay(instant, zone)).toContain(local(zone).toFormat('HH:mm'));
    });
  },
);
