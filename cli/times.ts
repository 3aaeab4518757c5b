import { DateTime } from 'luxon';
import { businessMinutesBetween, type Calendar } from '../domain/gate/business-hours.ts';
import { zoneName } from '../domain/zone-name.ts';

/**
 * An instant on the reader's clock, always with its zone: `14:02 CET` today, `Mon 16:00 CET` within a week,
 * `Mon 30 Nov 16:00 CET` beyond, with the year where it is another one.
 * @param instant @param now UTC, ISO 8601
 */
export function clockTime(instant: string, now: string, zone: string): string {
  const at = DateTime.fromISO(instant, { zone }).setLocale('en-GB');
  const today = DateTime.fromISO(now, { zone });
  const days = Math.abs(calendarDay(at) - calendarDay(today));
  const day = days === 0 ? '' : days < 7 ? 'ccc ' : at.year === today.year ? 'ccc d LLL ' : 'ccc d LLL yyyy ';
  return `${at.toFormat(`${day}HH:mm`)} ${zoneName(at.toMillis(), zone)}`;
}

/** Days on the wall from 1970 on, whatever their length. */
function calendarDay(at: DateTime): number {
  return Date.UTC(at.year, at.month - 1, at.day) / 86_400_000;
}

/**
 * `due Mon 16:00 CET, 3 business hours left` or `was due Fri 12:00 CET, 5 business hours ago`.
 * @param zone of the reader @param calendar of whoever has it: their hours are the ones that count
 */
export function dueText(dueAt: string, now: string, zone: string, calendar: Calendar): string {
  const late = dueAt < now;
  const [from, to] = late ? [dueAt, now] : [now, dueAt];
  const at = clockTime(dueAt, now, zone);
  const hours = businessHoursText(businessMinutesBetween(from, to, calendar));
  return late ? `was due ${at}, ${hours} ago` : `due ${at}, ${hours} left`;
}

/** Whole hours from ten on, halves below, minutes below an hour; rounded down so that nobody is promised time. */
function businessHoursText(minutes: number): string {
  if (minutes < 60) return `${Math.floor(minutes)} min`;
  const hours = minutes < 600 ? Math.floor(minutes / 30) / 2 : Math.floor(minutes / 60);
  return hours === 1 ? '1 business hour' : `${hours} business hours`;
}
