import { DateTime } from 'luxon';

/** A moment at which calendars do something, and at which the suite has to hold like on any other. */
export interface CalendarDay {
  name: string;
  at: Date;
}

/** From one end of the year to the other: zones in which the clocks change, on both halves of the globe. */
const CHANGING = ['Europe/Berlin', 'America/New_York', 'Australia/Sydney'];

/**
 * The moments, each the next one after `today`: a server can be moved ahead, never back. They are counted from today so that
 * none of them is ever over.
 */
export function calendarDays(today: Date): CalendarDay[] {
  const now = DateTime.fromJSDate(today, { zone: 'utc' });
  const next = (month: number, day: number, hour = 12) => {
    const at = now.set({ month, day, hour, minute: 0, second: 0, millisecond: 0 });
    return at > now ? at : at.plus({ years: 1 });
  };
  const day = (name: string, at: DateTime): CalendarDay => ({ name, at: at.toJSDate() });
  return [
    ...yearsEnd(next(11, 24)).map((at) => day(`${at.toFormat('d LLLL')}, towards the end of the year`, at)),
    ...[1, 2, 3, 4, 6, 9].map((month) =>
      day(`the last day of ${DateTime.utc(2026, month).toFormat('LLLL')}`, lastDay(next(month, 28))),
    ),
    day('29 February', leapDay(now)),
    ...CHANGING.flatMap((zone) =>
      changes(now, zone).map((at) => day(`the day on which the clocks change in ${zone}`, at)),
    ),
    day('31 December in UTC+13, the 30th in UTC', next(12, 30, 11).set({ minute: 30 })),
    day('1 January in UTC+13, 31 December in UTC', next(12, 31, 11).set({ minute: 30 })),
    day('a Sunday', now.plus({ weeks: 1 }).endOf('week').set({ hour: 10 })),
    day('a Friday evening', now.plus({ weeks: 1 }).startOf('week').plus({ days: 4, hours: 21 })),
    day('a year ahead', now.plus({ years: 1 })),
    day('three years ahead', now.plus({ years: 3 })),
  ];
}

/** Every day until the new year has begun. */
function yearsEnd(first: DateTime): DateTime[] {
  return Array.from({ length: 39 }, (_, n) => first.plus({ days: n }));
}

function lastDay(inMonth: DateTime): DateTime {
  return inMonth.endOf('month').set({ hour: 22, minute: 30 });
}

function leapDay(now: DateTime): DateTime {
  for (let year = now.year; ; year += 1) {
    const at = DateTime.utc(year, 2, 29, 12);
    if (at.isValid && at > now) return at;
  }
}

/** The next two changes of a zone's clocks, half an hour before the hour is left out or comes twice. */
function changes(now: DateTime, zone: string): DateTime[] {
  const offset = (at: DateTime) => at.setZone(zone).offset;
  const found: DateTime[] = [];
  for (let day = now.startOf('hour'); found.length < 2; day = day.plus({ days: 1 })) {
    if (offset(day) === offset(day.plus({ days: 1 }))) continue;
    let hour = day;
    while (offset(hour) === offset(hour.plus({ hours: 1 }))) hour = hour.plus({ hours: 1 });
    found.push(hour.plus({ minutes: 30 }));
  }
  return found;
}
