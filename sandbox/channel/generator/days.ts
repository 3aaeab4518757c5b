/** The day on which the channel is written down; every date is counted from it. A Friday. */
export const WRITTEN_ON = '2026-11-20';

/** ISO date, `days` after the day of writing (negative: before). */
export function day(days: number): string {
  return new Date(Date.parse(`${WRITTEN_ON}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
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
  const days = (Date.parse(iso) - Date.parse(WRITTEN_ON)) / 86_400_000;
  for (let more = 0; ; more += 1) if (Number(day(days + more).slice(8)) > 12) return day(days + more);
}
