/**
 * The short name of a zone at an instant: `CET`, `EST`, `AEDT`; `UTC+9` where English has none. ICU knows a name only in the locale of its
 * own country.
 * @param at milliseconds since 1970
 */
export function zoneName(at: number, zone: string): string {
  let offset = '';
  for (const locale of ['en-GB', 'en-US', 'en-AU', 'en-IN']) {
    const parts = zoneFormat(locale, zone).formatToParts(at);
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    if (!/^GMT[+-]/.test(name)) return name;
    offset ||= name.replace('GMT', 'UTC');
  }
  return offset;
}

const zoneFormats = new Map<string, Intl.DateTimeFormat>();

/** Kept, because making one takes longer than all the rest of a table's row. */
function zoneFormat(locale: string, timeZone: string): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone}`;
  const kept = zoneFormats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' });
  zoneFormats.set(key, kept);
  return kept;
}
