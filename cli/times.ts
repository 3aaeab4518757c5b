import { DateTime } from 'luxon';
import { businessMinutesBetween, type Calendar } from '../domain/gate/business-hours.ts';

/**
 * An instant on the reader's clock, always with its zone: `14:02 CET` today, `Mon 16:00 CET` within a week,
 * `Mon 30 Nov 16:00 CET` beyond, with the year where it is another one.
 * @param instant @param now UTC, ISO 8601
 */
export function clockTime(instant: string, now: string, zone: string): string {
  const at = DateTime.fromISO(instant, { zone }).setLocale('en-GB');
  const today = DateTime.fromISO(now, { zone });
  const days = Math.abs(at.startOf('day').diff(today.startOf('day'), 'days').days);
  const day = days < 0.5 ? '' : days < 7 ? 'ccc ' : at.year === today.year ? 'ccc d LLL ' : 'ccc d LLL yyyy ';
  return `${at.toFormat(`${day}HH:mm`)} ${zoneName(at)}`;
}

/** `due Mon 16:00 CET, 3 b.h. left` or `was due Fri 12:00 CET, 5 b.h. ago`; b.h. = business hours of the reader. */
export function dueText(dueAt: string, now: string, calendar: Calendar): string {
  const late = dueAt < now;
  const [from, to] = late ? [dueAt, now] : [now, dueAt];
  const at = clockTime(dueAt, now, calendar.zone);
  const hours = businessHoursText(businessMinutesBetween(from, to, calendar));
  return late ? `was due ${at}, ${hours} ago` : `due ${at}, ${hours} left`;
}

/** Whole hours from ten on, halves below, minutes below an hour; rounded down so that nobody is promised time. */
function businessHoursText(minutes: number): string {
  if (minutes < 60) return `${Math.floor(minutes)} min`;
  return minutes < 600 ? `${Math.floor(minutes / 30) / 2} b.h.` : `${Math.floor(minutes / 60)} b.h.`;
}

/** ICU knows a zone's short name only in the locale of its own country: `CET` in en-GB, `EST` in en-US, `AEDT` in en-AU. */
function zoneName(at: DateTime): string {
  const names = ['en-GB', 'en-US', 'en-AU', 'en-IN'].map((locale) => at.setLocale(locale).toFormat('ZZZZ'));
  const known = names.find((name) => !/^GMT[+-]/.test(name));
  return known ?? (names[0] ?? '').replace('GMT', 'UTC');
}
