import { DateTime } from 'luxon';
import { dayAfter } from '../day-after.ts';

/** Days off, as ISO dates. A list is one; what is worked out year by year is another. */
export interface DaysOff {
  includes(date: string): boolean;
}

/** Working time of one reviewer: Mon–Fri, `opens`–`closes` o'clock in `zone`, except on `holidays` (ISO dates there). */
export interface Calendar {
  /** IANA zone, e.g. `Europe/Berlin`. */
  zone: string;
  opens: number;
  closes: number;
  holidays: DaysOff;
}

/**
 * Adds working time to an instant: Fri 16:00 + 8 hours = Mon 16:00. An instant outside working time counts from the next
 * opening. A sum that ends exactly at closing time stays there (Fri 09:00 + 8 hours = Fri 17:00).
 * @param from UTC instant, ISO 8601; the answer is one too
 * @throws RangeError for a negative amount, an unknown zone or a calendar that never opens
 */
export function addBusinessMinutes(from: string, minutes: number, calendar: Calendar): string {
  if (!(minutes >= 0)) throw new RangeError(`business minutes must not be negative, got ${minutes}`);
  let left = minutes * 60_000;
  let day = localDay(from, calendar);
  const start = Date.parse(from);
  for (let looked = 0; looked < MOST_DAYS; looked += 1, day = dayAfter(day, 1)) {
    const hours = openingHours(day, calendar);
    if (hours === null || start >= hours.closes) continue;
    const begin = Math.max(start, hours.opens);
    const available = hours.closes - begin;
    if (left <= available) return new Date(begin + left).toISOString();
    left -= available;
  }
  throw new RangeError(`no working time within ${MOST_DAYS} days; check the holidays of ${calendar.zone}`);
}

/** Working minutes from one instant to a later one (a fraction where seconds matter); 0 when `to` is not later. */
export function businessMinutesBetween(from: string, to: string, calendar: Calendar): number {
  const start = Date.parse(from);
  const end = Date.parse(to);
  const last = localDay(to, calendar);
  let worked = 0;
  for (let day = localDay(from, calendar); day <= last; day = dayAfter(day, 1)) {
    const hours = openingHours(day, calendar);
    if (hours === null) continue;
    worked += Math.max(0, Math.min(end, hours.closes) - Math.max(start, hours.opens));
  }
  return worked / 60_000;
}

/** The weekdays off from one instant to a later one, whole days on the calendar's wall, and the last day looked at. */
export function daysOffBetween(
  from: string,
  to: string,
  calendar: Calendar,
): { until: string; daysOff: string[] } {
  const until = localDay(to, calendar);
  const daysOff: string[] = [];
  for (let day = localDay(from, calendar); day <= until; day = dayAfter(day, 1)) {
    const weekend = [0, 6].includes(new Date(day).getUTCDay());
    if (!weekend && calendar.holidays.includes(day)) daysOff.push(day);
  }
  return { until, daysOff };
}

/** Ten years: longer than any clock, so that a calendar without a working day ends the loop. */
const MOST_DAYS = 3_660;

/** The ISO date on the calendar's wall. */
function localDay(at: string, calendar: Calendar): string {
  const local = DateTime.fromISO(at, { zone: calendar.zone });
  if (!local.isValid) {
    throw new RangeError(`cannot read ${at} in zone ${calendar.zone}: ${local.invalidExplanation}`);
  }
  return local.toISODate();
}

/** Milliseconds from 1970 on; null on a day off. */
type Hours = { opens: number; closes: number } | null;

/** The rows of a list and the ticks of a clock ask for the same few days, and the wall of a zone is slow to work out. */
const known = new WeakMap<Calendar, Map<string, Hours>>();

function openingHours(day: string, calendar: Calendar): Hours {
  const days = known.get(calendar) ?? new Map<string, Hours>();
  known.set(calendar, days);
  let hours = days.get(day);
  if (hours === undefined) {
    hours = hoursOf(day, calendar);
    days.set(day, hours);
  }
  return hours;
}

function hoursOf(day: string, { zone, opens, closes, holidays }: Calendar): Hours {
  // Some days have 23, 23.5 or 25 hours: only the wall of the zone says when its office opens.
  const midnight = DateTime.fromISO(day, { zone }).startOf('day');
  if (midnight.weekday > 5 || holidays.includes(day)) return null;
  return {
    opens: midnight.set({ hour: opens }).toMillis(),
    closes: midnight.set({ hour: closes }).toMillis(),
  };
}
