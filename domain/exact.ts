import { exponentOf } from './exponent.ts';

/** An exact fraction, so that nothing is rounded before a line is. `d` is above 0. */
export interface Exact {
  n: bigint;
  d: bigint;
}

export const ZERO: Exact = { n: 0n, d: 1n };
export const ONE: Exact = { n: 1n, d: 1n };

/** A plain decimal, as money is written. @throws RangeError */
export function exact(text: string): Exact {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new RangeError(`"${text}" is no plain decimal`);
  const [, sign, whole = '', part = ''] = match;
  const n = BigInt(whole + part);
  return reduced(sign ? -n : n, 10n ** BigInt(part.length));
}

export const plus = (a: Exact, b: Exact): Exact => reduced(a.n * b.d + b.n * a.d, a.d * b.d);
export const minus = (a: Exact, b: Exact): Exact => reduced(a.n * b.d - b.n * a.d, a.d * b.d);
export const times = (a: Exact, b: Exact): Exact => reduced(a.n * b.n, a.d * b.d);

/** @throws RangeError for a divisor of 0 */
export function over(a: Exact, b: Exact): Exact {
  if (b.n === 0n) throw new RangeError('divided by 0');
  return b.n < 0n ? reduced(-a.n * b.d, a.d * -b.n) : reduced(a.n * b.d, a.d * b.n);
}

/** Negative, 0 or positive, as for sorting. */
export function compare(a: Exact, b: Exact): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export const magnitude = (a: Exact): Exact => (a.n < 0n ? { n: -a.n, d: a.d } : a);
export const least = (a: Exact, b: Exact): Exact => (compare(a, b) <= 0 ? a : b);
export const most = (a: Exact, b: Exact): Exact => (compare(a, b) >= 0 ? a : b);

/** The whole number below or at a positive fraction. */
export const whole = (a: Exact): bigint => a.n / a.d;

/** Rounded half away from zero to whole minor units of a currency (decisions: "Rounding"). */
export function toMinor(value: Exact, currency: string): bigint {
  const n = value.n * 10n ** BigInt(exponentOf(currency));
  const away = (2n * (n < 0n ? -n : n) + value.d) / (2n * value.d);
  return n < 0n ? -away : away;
}

/** Minor units as a fraction of the currency's unit. */
export const fromMinor = (minor: bigint, currency: string): Exact =>
  reduced(minor, 10n ** BigInt(exponentOf(currency)));

/** `-12.50`; never `-0.00`. */
export function minorText(minor: bigint, currency: string): string {
  const exponent = exponentOf(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  const sign = minor < 0n ? '-' : '';
  const cut = digits.length - exponent;
  return exponent === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, cut)}.${digits.slice(cut)}`;
}

/** A fraction for people: whole if it ends within ten decimals, else cut there and marked by `…`. */
export function exactText(value: Exact): string {
  const n = value.n < 0n ? -value.n : value.n;
  const scaled = (n * 10n ** 10n) / value.d;
  const ends = scaled * value.d === n * 10n ** 10n;
  const digits = scaled.toString().padStart(11, '0');
  const part = ends ? digits.slice(-10).replace(/0{1,10}$/, '') : `${digits.slice(-10)}…`;
  return `${value.n < 0n ? '-' : ''}${digits.slice(0, -10)}${part === '' ? '' : `.${part}`}`;
}

function reduced(n: bigint, d: bigint): Exact {
  let [a, b] = [n < 0n ? -n : n, d];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? { n: 0n, d: 1n } : { n: n / a, d: d / a };
}
