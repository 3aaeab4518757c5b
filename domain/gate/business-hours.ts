import { DateTime } from 'luxon';

/** Working time of one reviewer: Mon–Fri, `opens`–`closes` o'clock in `zone`, except on `holidays` (ISO dates there). */
export interface Calendar {
  /** IANA zone, e.g. `Europe/Berlin`. */
  zone: string;
  opens: number;
  closes: number;
  holidays: readonly string[];
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
  const start = DateTime.fromISO(from);
  for (let looked = 0; looked < MOST_DAYS; looked += 1, day = nextDay(day)) {
    const hours = openingHours(day, calendar);
    if (hours === null || start >= hours.closes) continue;
    const begin = start > hours.opens ? start : hours.opens;
    const available = hours.closes.toMillis() - begin.toMillis();
    if (left <= available) return utc(begin.plus(left));
    left -= available;
  }
  throw new RangeError(`no working time within ${MOST_DAYS} days; check the holidays of ${calendar.zone}`);
}

/** `addBusinessMinutes` in hours; a fraction is allowed (half of a 9-hour clock). */
export function addBusinessHours(from: string, hours: number, calendar: Calendar): string {
  return addBusinessMinutes(from, hours * 60, calendar);
}

/** Working minutes from one instant to a later one (a fraction where seconds matter); 0 when `to` is not later. */
export function businessMinutesBetween(from: string, to: string, calendar: Calendar): number {
  const start = DateTime.fromISO(from);
  const end = DateTime.fromISO(to);
  let worked = 0;
  for (let day = localDay(from, calendar); day <= end; day = nextDay(day)) {
    const hours = openingHours(day, calendar);
    if (hours === null) continue;
    const begin = Math.max(start.toMillis(), hours.opens.toMillis());
    worked += Math.max(0, Math.min(end.toMillis(), hours.closes.toMillis()) - begin);
  }
  return worked / 60_000;
}

/** Whether the calendar's office is open at this instant (opening included, closing not). */
export function isBusinessTime(at: string, calendar: Calendar): boolean {
  const hours = openingHours(localDay(at, calendar), calendar);
  const instant = DateTime.fromISO(at);
  return hours !== null && instant >= hours.opens && instant < hours.closes;
}

/** Ten years: longer than any clock, so that a calendar without a working day ends the loop. */
const MOST_DAYS = 3_660;

function localDay(at: string, calendar: Calendar): DateTime {
  const local = DateTime.fromISO(at, { zone: calendar.zone });
  if (!local.isValid) {
    throw new RangeError(`cannot read ${at} in zone ${calendar.zone}: ${local.invalidExplanation}`);
  }
  return local.startOf('day');
}

/** A day later on the wall, whatever its length: some days have 23, 23.5 or 25 hours. */
function nextDay(day: DateTime): DateTime {
  return day.plus({ days: 1 }).startOf('day');
}

function openingHours(day: DateTime, calendar: Calendar): { opens: DateTime; closes: DateTime } | null {
  if (day.weekday > 5 || calendar.holidays.includes(day.toISODate() ?? '')) return null;
  return { opens: day.set({ hour: calendar.opens }), closes: day.set({ hour: calendar.closes }) };
}

function utc(at: DateTime): string {
  return new Date(at.toMillis()).toISOString();
}
