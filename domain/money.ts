import { Decimal } from 'decimal.js';
import { exponentOf } from './exponent.ts';

/** Exact money: a decimal string (never a float) with its ISO 4217 currency. `{ amount: '1200.50', currency: 'EUR' }` */
export interface Money {
  amount: string;
  currency: string;
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
