/** The day on which the channel is written down; every date is counted from it, and read on another day moves with it. A Friday. */
export const WRITTEN_ON = '2026-11-20';

/** ISO date, `days` after the day of writing (negative: before). */
export function day(days: number): string {
  return later(WRITTEN_ON, days);
}

/** UTC instant on such a day; `minutes` after midnight. */
export function at(days: number, minutes: number): string {
  return new Date(Date.parse(`${WRITTEN_ON}T00:00:00Z`) + days * 86_400_000 + minutes * 60_000)
    .toISOString()
    .replace('.000Z', 'Z');
}

const MONTHS: Record<string, string[]> = {
  en: 'January February March April May June July August September October November December'.split(' '),
  de: 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' '),
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' '),
  es: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(' '),
  'pt-BR': 'janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro'.split(
    ' ',
  ),
};

/** ISO date, `days` after another one. */
export function later(iso: string, days: number): string {
  return new Date(Date.parse(`${iso}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The last day of the month after next. */
export function monthAfterNext(iso: string): string {
  const [year, month] = iso.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month + 2, 0)).toISOString().slice(0, 10);
}

/** The last day of the next quarter, and its name: `Q1 2027`. */
export function nextQuarter(iso: string): { iso: string; name: string } {
  const [year, month] = iso.split('-').map(Number) as [number, number];
  const end = new Date(Date.UTC(year, Math.ceil(month / 3) * 3 + 3, 0));
  return {
    iso: end.toISOString().slice(0, 10),
    name: `Q${(end.getUTCMonth() + 1) / 3} ${end.getUTCFullYear()}`,
  };
}

/** `January 2027`, `enero de 2027`, `2027年1月` */
export function monthName(iso: string, language: string): string {
  const [year, month] = iso.split('-').map(Number) as [number, number];
  if (language === 'ja') return `${year}年${month}月`;
  const of = language === 'es' || language === 'pt-BR' ? ' de ' : ' ';
  return `${MONTHS[language]?.[month - 1]}${of}${year}`;
}

/** `15 March 2027`, `15. März 2027`, `15 de marzo de 2027`, `2027年3月15日` */
export function longDate(iso: string, language: string): string {
  const [year, month, date] = iso.split('-').map(Number) as [number, number, number];
  const name = MONTHS[language]?.[month - 1];
  if (language === 'de') return `${date}. ${name} ${year}`;
  if (language === 'ja') return `${year}年${month}月${date}日`;
  return language === 'es' || language === 'pt-BR'
    ? `${date} de ${name} de ${year}`
    : `${date} ${name} ${year}`;
}

/** Day first where people write so; the day is never one that could be a month. */
export function shortDate(iso: string, language: string): string {
  const [year, month, date] = iso.split('-');
  if (language === 'de') return `${date}.${month}.${year}`;
  if (language === 'ja') return `${year}/${month}/${date}`;
  return language === 'en' ? iso : `${date}/${month}/${year}`;
}

/** The next day from `iso` on whose number is above 12. */
export function clearDay(iso: string): string {
  for (let more = 0; ; more += 1) if (Number(later(iso, more).slice(8)) > 12) return later(iso, more);
}

/**
 * Moves every ISO date, and the `Date:` of a mail, by so many days. Byte for byte, so that nothing else changes: not what is no
 * UTF-8, and no offset in a PDF.
 */
export function moveDates(bytes: Buffer, days: number): Buffer {
  if (days === 0) return bytes;
  const moved = bytes
    .toString('latin1')
    .replace(/\b20\d\d-\d\d-\d\d(?!\d)/g, (date) => {
      const instant = Date.parse(`${date}T00:00:00Z`);
      // 30 February stays what it is.
      const real = !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(date);
      return real ? later(date, days) : date;
    })
    .replace(
      /^Date: (\w{3}, .*)$/m,
      (_, date: string) => `Date: ${new Date(Date.parse(date) + days * 86_400_000).toUTCString()}`,
    );
  return Buffer.from(moved, 'latin1');
}
