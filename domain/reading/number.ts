/** Grouped by threes (`1.234.567`, `45'000`, `31 000`), the Indian way (`12,00,000`), or plain; one decimal part at the end. */
const END = '(?![.,]?\\d)';
export const NUMBER = `(?:${[
  '\\d{1,3}(?:\\.\\d{3})+(?:,\\d{1,6})?',
  '\\d{1,3}(?:,\\d{3})+(?:\\.\\d{1,6})?',
  "\\d{1,3}(?:[' ]\\d{3})+(?:[.,]\\d{1,6})?",
  '\\d{1,2}(?:,\\d{2})+,\\d{3}(?:\\.\\d{1,6})?',
  '\\d+(?:[.,]\\d{1,6})?',
]
  .map((one) => one + END)
  .join('|')})`;

/** Source: RFC 5646, 4.4.1. */
export const LONGEST_LOCALE = 35;

/** Which mark a locale writes before decimals; null where it is not known or has both (Swiss German writes 45'000.00). */
export function decimalMark(locale: string | null): '.' | ',' | null {
  const [language, region] = (locale ?? '').slice(0, LONGEST_LOCALE).toLowerCase().split('-');
  if (region === 'ch' || region === 'mx' || region === 'in') return '.';
  if (language === 'en' || language === 'ja' || language === 'zh' || language === 'ko') return '.';
  return ['de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'sv', 'da', 'nb'].includes(language ?? '') ? ',' : null;
}

/**
 * Plain decimal text of a written number: `64,000.00`, `64.000,00`, `64 000` → `64000.00`, `64000.00`, `64000`.
 * @param decimals most decimals that the number can have; three digits behind a lone mark are thousands where it has fewer.
 * @param mark the writer's decimal mark, where the number itself says nothing.
 * @returns null when it can be read both ways, or in none.
 */
export function decimalText(written: string, decimals: number, mark: '.' | ',' | null): string | null {
  const text = written.replace(/[' ]/g, '');
  if (!/^\d[\d.,]*$/.test(text)) return null;
  const last = Math.max(text.lastIndexOf(','), text.lastIndexOf('.'));
  if (last < 0) return text;
  const separator = text[last] as '.' | ',';
  const behind = text.slice(last + 1);
  const before = text.slice(0, last);
  const several = before.includes(separator);
  const mixed = before.includes(separator === ',' ? '.' : ',') || /[' ]/.test(written);
  const thousands = () => text.replace(/[.,]/g, '');
  const whole = () => before.replace(/[.,]/g, '');
  const fraction = () => {
    // `JPY 1,080,000.00`: decimals that say nothing.
    if (behind.length > decimals) return /^0{1,2}$/.test(behind) ? whole() : null;
    return `${whole()}.${behind}`;
  };
  if (several) return behind.length === 3 ? thousands() : null;
  if (mixed) return behind.length === 3 && decimals < 3 && !/[.,]/.test(before) ? thousands() : fraction();
  if (behind.length !== 3) return fraction();
  // A lone mark before three digits: thousands, unless the number may have three decimals. `0.125` never groups.
  if (decimals < 3) return before === '0' ? null : thousands();
  if (before === '0' || before.length > 3) return fraction();
  return mark === null ? null : mark === separator ? fraction() : thousands();
}
