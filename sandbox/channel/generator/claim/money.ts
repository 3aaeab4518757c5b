/** Amounts of the generator are whole minor units: cents, and yen where a currency has none. */
export const digitsOf = (currency: string): number => (currency === 'JPY' ? 0 : 2);

/** Minor units as decimal text: 4711 EUR → `47.11`. */
export function decimal(minor: number, currency: string): string {
  const digits = digitsOf(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  return `${minor < 0 ? '-' : ''}${whole}${digits > 0 ? `.${text.slice(-digits)}` : ''}`;
}

/** `25.00 EUR` as minor units. */
export function minorOf(amount: string): number {
  const [number = '0', currency = ''] = amount.split(' ');
  return Math.round(Number(number) * 10 ** digitsOf(currency));
}

/** As people write an amount: `1.234,50`, `1 234,50`, `1,234.50`. */
export function printed(minor: number, currency: string, language: string): string {
  const [whole = '0', cents] = decimal(minor, currency).split('.');
  const [group, point] = MARKS[language] ?? [',', '.'];
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, group);
  return cents === undefined ? grouped : `${grouped}${point}${cents}`;
}

const MARKS: Record<string, [group: string, point: string]> = {
  de: ['.', ','],
  fr: [' ', ','],
  es: ['.', ','],
  'pt-BR': ['.', ','],
};
