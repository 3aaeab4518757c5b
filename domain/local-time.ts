import { DateTime } from 'luxon';
import { zoneName } from './zone-name.ts';

/** `14:02 CET` */
export function timeOfDay(at: string, zone: string): string {
  const local = DateTime.fromISO(at, { zone });
  return `${local.toFormat('HH:mm')} ${zoneName(local.toMillis(), zone)}`;
}

/** `Mon 20 Jul 16:00 CEST` */
export function dayTime(at: string, zone: string): string {
  const local = DateTime.fromISO(at, { zone }).setLocale('en-GB');
  return `${local.toFormat('ccc d LLL HH:mm')} ${zoneName(local.toMillis(), zone)}`;
}
