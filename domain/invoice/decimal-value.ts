import { Decimal } from 'decimal.js';
import { exponentOf } from '../exponent.ts';

const WRITTEN = /^[+-]?(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})$/;
/** More digits than a price has. */
const MOST_PLACES = 8;

/** A plain decimal in one spelling, without zeros that say nothing: `020.5000` → `20.5`. Null where the text is none. */
export function decimalValue(written: string): string | null {
  const text = written.trim();
  return WRITTEN.test(text) ? new Decimal(text).plus(0).toFixed() : null;
}

/** An amount with the decimals of its currency, and more where it states more: `9.9` → `9.90`, `0.0125` stays. */
export function amountValue(written: string, currency: string | null): string | null {
  const value = decimalValue(written);
  if (value === null || currency === null) return value;
  const amount = new Decimal(value);
  return amount.toFixed(Math.max(amount.decimalPlaces(), exponentOf(currency)));
}

/** One decimal divided by another, where the result is a decimal of at most eight places; else null. */
export function quotient(written: string, by: string): string | null {
  const [value, divisor] = [decimalValue(written), decimalValue(by)];
  if (value === null || divisor === null || Number(divisor) === 0) return null;
  const result = new Decimal(value).div(divisor);
  return result.decimalPlaces() <= MOST_PLACES ? result.toFixed() : null;
}

/** What is added less what is taken; null where one of them is no decimal. */
export function sumOf(added: readonly string[], taken: readonly string[] = []): string | null {
  const [more, less] = [added, taken].map((texts) => texts.map(decimalValue)) as [
    (string | null)[],
    (string | null)[],
  ];
  if (more.includes(null) || less.includes(null)) return null;
  const sum = (values: readonly (string | null)[]) =>
    values.reduce((total, value) => total.plus(value ?? 0), new Decimal(0));
  return sum(more).minus(sum(less)).toFixed();
}
