import type { DateTime } from 'luxon';
import { calendarOf } from '../../contracts/calendars.ts';
import { businessMinutesBetween } from '../../domain/gate/business-hours.ts';
import { gatePolicy } from '../../installation/gate-policy.ts';

export const ZONE = 'Europe/Berlin';
const WEEKS = 5;

/**
 * 09:00 in Berlin on the next Monday whose following five weeks hold neither a quarter's end, when clocks run slower, nor a
 * holiday, when they stand still: from there on a test can count working days by the week.
 */
export function quietMonday(now: DateTime): DateTime {
  const calendar = calendarOf(
    { zone: ZONE, region: 'EMEA' },
    gatePolicy('policy', 'development')().calendars,
  );
  const iso = (at: DateTime) => at.toUTC().toISO() as string;
  const isOpen = (at: DateTime) =>
    businessMinutesBetween(iso(at), iso(at.plus({ minutes: 1 })), calendar) > 0;
  const isQuiet = (monday: DateTime) => {
    const noons = Array.from({ length: WEEKS * 7 }, (_, day) => monday.plus({ days: day, hours: 3 }));
    return (
      monday.plus({ weeks: WEEKS }).quarter === monday.quarter &&
      noons.every((noon) => noon.weekday > 5 || isOpen(noon))
    );
  };
  let monday = now.setZone(ZONE).plus({ weeks: 1 }).startOf('week').set({ hour: 9 });
  while (!isQuiet(monday)) monday = monday.plus({ weeks: 1 });
  return monday;
}
