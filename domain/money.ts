import { Decimal } from 'decimal.js';
import { lookupTable } from './lookup-table.ts';

/** Exact money: a decimal string (never a float) with its ISO 4217 currency. `{ amount: '1200.50', currency: 'EUR' }` */
export interface Money {
  amount: string;
  currency: string;
}

/** Minor-unit exponents of ISO 4217 that differ from 2 (source: ISO 4217 table A.1, six-group.com). */
const EXPONENTS = lookupTable<number>({
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
});

/** Number of decimals of a currency; 2 unless ISO 4217 says otherwise. */
export function exponentOf(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

/** Rounds half away from zero to the currency's exponent (decisions: "Rounding"). */
export function roundMoney(money: Money): Money {
  const amount = new Decimal(money.amount);
  return {
    amount: amount.toFixed(exponentOf(money.currency), Decimal.ROUND_HALF_UP),
    currency: money.currency,
  };
}

/** Adds two amounts of one currency. @throws RangeError when the currencies differ. */
export function addMoney(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return roundMoney({ amount: new Decimal(a.amount).plus(b.amount).toFixed(), currency: a.currency });
}

/** -1, 0 or 1. @throws RangeError when the currencies differ. */
export function compareMoney(a: Money, b: Money): number {
  sameCurrency(a, b);
  return new Decimal(a.amount).comparedTo(b.amount);
}

/** Converts at `rate` (units of `to` for one unit of the money's currency), rounded once. */
export function convertMoney(money: Money, to: string, rate: string): Money {
  return roundMoney({ amount: new Decimal(money.amount).times(rate).toFixed(), currency: to });
}

/** Splits an amount over weights by largest remainder, ties to the lowest index: 100.00 by three = 33.34, 33.33, 33.33. */
export function allocate(money: Money, weights: readonly string[]): Money[] {
  const unit = new Decimal(10).pow(-exponentOf(money.currency));
  const total = weights.reduce((sum, weight) => sum.plus(weight), new Decimal(0));
  if (total.lte(0)) throw new RangeError('allocate needs weights with a positive sum');
  const exact = weights.map((weight) => new Decimal(money.amount).times(weight).div(total));
  const floors = exact.map((share) => share.div(unit).trunc().times(unit));
  let rest = new Decimal(money.amount).minus(floors.reduce((sum, share) => sum.plus(share), new Decimal(0)));
  const step = rest.isNegative() ? unit.negated() : unit;
  const order = exact
    .map((share, index) => ({ index, remainder: share.minus(floors[index] as Decimal).abs() }))
    .sort((a, b) => b.remainder.comparedTo(a.remainder) || a.index - b.index);
  for (const { index } of order) {
    if (rest.isZero()) break;
    floors[index] = (floors[index] as Decimal).plus(step);
    rest = rest.minus(step);
  }
  return floors.map((share) => ({
    amount: share.toFixed(exponentOf(money.currency)),
    currency: money.currency,
  }));
}

function sameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency) throw new RangeError(`currencies differ: ${a.currency} and ${b.currency}`);
}
