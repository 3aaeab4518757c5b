import { DateTime } from 'luxon';

/** HubSpot keeps a close date as a moment and shows it in the account's zone: midnight of UTC is the day before in America. */

/** A day as it is written: noon of it, which is the same day for nearly everybody who looks. @param zone null: as it is */
export function writtenDay(day: string, zone: string | null): string {
  return zone === null ? day : (DateTime.fromISO(`${day}T12:00`, { zone }).toUTC().toISO() ?? day);
}

/** The day of a moment in that zone. A date without a time is that day, wherever one looks; null when it is neither. */
export function dayOf(told: string | null, zone: string | null): string | null {
  if (told === null || /^\d{4}-\d\d-\d\d$/.test(told)) return told;
  const at = /^\d{10,}$/.test(told)
    ? DateTime.fromMillis(Number(told))
    : DateTime.fromISO(told, { zone: 'utc' });
  return at.isValid ? at.setZone(zone ?? 'utc').toISODate() : null;
}
