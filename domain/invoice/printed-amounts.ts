import { exponentOf } from '../exponent.ts';
import { CURRENCY, currencyOf } from '../reading/currency.ts';
import { decimalText, NUMBER } from '../reading/number.ts';
import { formatOf } from '../reading/number-format.ts';
import { amountValue } from './decimal-value.ts';

/** A number on a page with what stands around it. */
export interface PrintedNumber {
  /** As written, without sign. */
  number: string;
  negative: boolean;
  /** Signs, words and codes of currencies beside it. */
  signs: string[];
  start: number;
  end: number;
}

const NUMBERS = new RegExp(
  `(?<before>(?:${CURRENCY}) {0,2})?(?<open>\\()?(?<minus>- ?)?(?<inner>(?:${CURRENCY}) {0,2})?(?<![\\p{L}\\d.,/_#])(?<number>${NUMBER})(?![\\p{L}/_:]|[.,:-]\\d| ?[%％])(?<dash>[.,]?[-–—]{1,2}(?!\\d))?(?<close>\\))?(?:(?<behind> {0,2}${CURRENCY}))?`,
  'giu',
);
/** More on one line are no amounts of an invoice. */
const MOST = 60;

/** The numbers of a text that may be amounts: no percentages, no dates, no parts of words. @param text plain (see plainText) */
export function printedNumbers(text: string): PrintedNumber[] {
  const found: PrintedNumber[] = [];
  for (const match of text.matchAll(NUMBERS)) {
    if (found.length === MOST) break;
    const { before, inner, behind, number = '', minus, open, close, dash } = match.groups ?? {};
    const signs = [before, inner, behind]
      .map((sign) => sign?.trim() ?? '')
      .filter((sign) => sign !== '' && currencyOf(sign, null) !== null);
    // `12,50-` as accounting programs write it; `45.-` has no cents.
    const trailing = dash !== undefined && /^[-–—]$/.test(dash);
    const negative = minus !== undefined || trailing || (open !== undefined && close !== undefined);
    found.push({
      ...{ number: number.trim(), negative, signs },
      ...{ start: match.index, end: match.index + match[0].trimEnd().length },
    });
  }
  return found;
}

/** How the numbers of a document are written. */
export interface PrintedFormat {
  mark: '.' | ',' | null;
  /** Its own numbers show the mark: it is not only that of its language. */
  shown: boolean;
  currency: string | null;
  /** Its amounts are written with cents: a whole number without a currency is none. */
  cents: boolean;
}

const CENTS = /[.,]\d{2}$/;

/** Whether amounts of a document have cents. */
export function hasCents(numbers: readonly PrintedNumber[]): boolean {
  return numbers.filter(({ number }) => CENTS.test(number)).length > 1;
}

/** The amounts of money among the numbers of a text: with a currency or cents, or alone where a document has no cents. */
export function amountsIn(text: string, { cents }: PrintedFormat): PrintedNumber[] {
  const all = printedNumbers(text);
  const money = all.filter(({ number, signs }) => signs.length > 0 || CENTS.test(number));
  if (money.length > 0 || cents) return money;
  const [one] = all;
  return one && !/\p{L}/u.test(text.slice(0, one.start) + text.slice(one.end)) ? all : [];
}

/** The decimal mark that the amounts of a document show; null where none tells. */
export function markOf(numbers: readonly PrintedNumber[]): '.' | ',' | null {
  return formatOf(numbers.map(({ number }) => number))?.mark ?? null;
}

/**
 * The value of an amount of money, with the decimals of its currency.
 * @returns null where it can be read in two ways, or has more decimals than the currency: `33.333` beside `12.50` is no 33333
 */
export function amountOf(
  { number, negative }: PrintedNumber,
  { mark, shown, currency }: Pick<PrintedFormat, 'mark' | 'shown' | 'currency'>,
): string | null {
  const places = exponentOf(currency ?? 'EUR');
  if (shown && places < 3 && /^\d{1,3}([.,])\d{3}$/.exec(number)?.[1] === mark) return null;
  const plain = decimalText(number, places, mark);
  return plain === null ? null : amountValue(`${negative ? '-' : ''}${plain}`, currency);
}

/** The value of a price or a quantity, which may have more decimals than money; null where it can be read in two ways. */
export function numberOf(
  { number, negative }: PrintedNumber,
  { mark }: Pick<PrintedFormat, 'mark'>,
): string | null {
  const plain = decimalText(number, 6, mark);
  return plain === null ? null : amountValue(`${negative ? '-' : ''}${plain}`, null);
}
