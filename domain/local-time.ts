import { DateTime } from 'luxon';

/** `14:02 CET` */
export function clockTime(at: string, zone: string): string {
  const local = DateTime.fromISO(at, { zone });
  return `${local.toFormat('HH:mm')} ${zoneName(local)}`;
}

/** `Mon 20 Jul 16:00 CEST` */
export function dayTime(at: string, zone: string): string {
  const local = DateTime.fromISO(at, { zone }).setLocale('en-GB');
  return `${local.toFormat('ccc d LLL HH:mm')} ${zoneName(local)}`;
}

/** English has short names of European zones only as in Britain, of American ones only as in the US. */
function zoneName(local: DateTime): string {
  const short = ['en-GB', 'en-US'].map((locale) => local.setLocale(locale).offsetNameShort ?? '');
  return short.find((one) => !/^(GMT|UTC)[+-]/.test(one)) ?? short[0] ?? local.toFormat('ZZ');
}
