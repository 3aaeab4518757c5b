import { exponentOf } from '../exponent.ts';
import { isCurrency } from '../iso-4217.ts';
import type { Money } from '../money.ts';
import { agreedCurrency, CURRENCY, currencyOf, sharedBy } from './currency.ts';
import { type NumberFormat, numberReadings, onlyReading, placesOf, toPlaces } from './number-format.ts';
import { plainText } from './plain.ts';
import type { SourceFormat } from './source-format.ts';

/** Why an amount in a field of its own is not taken. */
export type AmountFault =
  | { code: 'amount_ambiguous'; either: readonly [string, string]; currency: string }
  | { code: 'amount_decimals'; currency: string }
  | {
      code:
        | 'amount_malformed'
        | 'amount_negative'
        | 'amount_too_large'
        | 'currency_ambiguous'
        | 'currency_missing'
        | 'currency_unknown';
    };

/** The database keeps twelve whole digits beside two decimals. Workflows import this file, so it does without decimal.js. */
const MOST_DIGITS = 12;

/**
 * The money of a field: an amount as it is written, with its currency in the field or beside it. What could be two numbers or two
 * currencies is never chosen between.
 * @param text not blank
 * @param besides codes or signs of currencies that stand beside it; blank ones are left out
 * @param format of the file or the source
 */
export function statedMoney(
  text: string,
  besides: readonly string[],
  format: SourceFormat,
): { money: Money } | { fault: AmountFault } {
  const fault = (code: Exclude<AmountFault['code'], 'amount_ambiguous' | 'amount_decimals'>) => ({
    fault: { code },
  });
  const parts = amountParts(text);
  if (parts === null) return fault('amount_malformed');
  const codes = besides.map((one) => codeIn(one.trim())).filter((one) => one !== '');
  if (codes.some((one) => currencyOf(one, null) === null)) return fault('currency_unknown');
  const named = [...parts.signs, ...codes];
  const currency = currencyAmong(named, format.currency);
  if (currency === null) return fault(named.length === 0 ? 'currency_missing' : 'currency_ambiguous');
  const read = statedNumber(parts.number, currency, format.number);
  if ('either' in read) return { fault: { code: 'amount_ambiguous', either: read.either, currency } };
  if ('wrong' in read)
    return read.wrong === 'malformed'
      ? fault('amount_malformed')
      : { fault: { code: 'amount_decimals', currency } };
  const amount = toPlaces(read.amount, exponentOf(currency));
  if (parts.negative && /[1-9]/.test(amount)) return fault('amount_negative');
  if (wholeDigits(amount) > MOST_DIGITS) return fault('amount_too_large');
  return { money: { amount, currency } };
}

function wholeDigits(amount: string): number {
  return amount.split('.', 1).join('').length;
}

/** A sign that several currencies share is settled by a code, or by the source's own currency where the sign can mean it. */
function currencyAmong(named: readonly string[], usual: string | null): string | null {
  if (named.length === 0) return usual;
  const settling = usual !== null && named.every((sign) => sharedBy(sign)?.includes(usual)) ? [usual] : [];
  const signs = [...named, ...settling];
  if (signs.every((sign) => sharedBy(sign) !== null)) return null;
  const agreed = agreedCurrency(signs, null);
  return agreed === 'ambiguous' ? null : agreed;
}

/** A code in any case is one. */
function codeIn(text: string): string {
  const upper = text.toUpperCase();
  return isCurrency(upper) ? upper : text;
}

/** An amount in a field of its own: the number, and the signs, words and codes around it. */
interface AmountParts {
  number: string;
  signs: string[];
  negative: boolean;
}

/** More than any amount with a currency on both sides. */
const LONGEST = 80;
/** `45'000.-` */
const NO_CENTS = /[.,][-–—]{1,2}$/;
const SIGNS = new RegExp(CURRENCY, 'giu');

/** Takes `$45,000 CAD` apart; null where there is no single number, or where something else stands beside it. */
export function amountParts(text: string): AmountParts | null {
  if (text.length > LONGEST) return null;
  const digits = plainText(text).trim().replace(NO_CENTS, '');
  const first = digits.search(/\d/);
  const last = digits.search(/\d\D*$/);
  if (first < 0) return null;
  const before = digits.slice(0, first);
  const around = `${before.replace('-', '')} ${digits.slice(last + 1)}`;
  const signs = [...around.matchAll(SIGNS)].map(([sign]) => sign);
  if (
    around.replace(SIGNS, '').trim() !== '' ||
    signs.some((sign) => currencyOf(codeIn(sign), null) === null)
  )
    return null;
  return { number: digits.slice(first, last + 1), signs: signs.map(codeIn), negative: before.includes('-') };
}

/** What a number alone says: its value, or both values that it can have, the one under a decimal point first. */
type StatedNumber =
  | { amount: string }
  | { either: readonly [string, string] }
  | { wrong: 'malformed' | 'decimals' };

/**
 * The value of a number that stands alone in a field. What could be two numbers is never chosen between: `45.000` has two readings
 * until the format of its column or source is known, and stays open where that format would give it more decimals than its currency has.
 * @param written plain, without sign and currency
 * @param format of the column or the source; null: not known, and three decimals behind a point are read for a currency that has three
 */
function statedNumber(written: string, currency: string, format: NumberFormat | null): StatedNumber {
  const readings = numberReadings(written);
  const { '.': point, ',': comma } = readings;
  const only = onlyReading(readings);
  if (only !== null) return withinPlaces(only, currency);
  if (point === null || comma === null) return { wrong: 'malformed' };
  const places = exponentOf(currency);
  if (format === null)
    return places >= placesOf(point) && placesOf(comma) === 0
      ? { amount: point }
      : { either: [point, comma] };
  const settled = readings[format.mark] as string;
  if (placesOf(settled) > Math.max(places, format.places)) return { either: [point, comma] };
  return withinPlaces(settled, currency);
}

/** Zeros behind the currency's decimals say nothing; anything else there is no amount of it. */
function withinPlaces(decimal: string, currency: string): StatedNumber {
  const more = placesOf(decimal) - exponentOf(currency);
  if (more <= 0) return { amount: decimal };
  return /^0+$/.test(decimal.slice(-more))
    ? { amount: decimal.slice(0, -more).replace(/\.$/, '') }
    : { wrong: 'decimals' };
}
