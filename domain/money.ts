import { Decimal } from 'decimal.js';
import { compare, exact, magnitude, minorText, minus, over, plus, times, toMinor, ZERO } from './exact.ts';
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
  const { amount, currency } = money;
  const total = weights.map(exact).reduce(plus, ZERO);
  if (compare(total, ZERO) <= 0) throw new RangeError('allocate needs weights with a positive sum');
  const minor = toMinor(exact(amount), currency);
  const shares = weights.map((weight, index) => {
    const due = times({ n: minor, d: 1n }, over(exact(weight), total));
    const share = due.n / due.d;
    return { index, share, remainder: magnitude(minus(due, { n: share, d: 1n })) };
  });
  const rest = minor - shares.reduce((sum, { share }) => sum + share, 0n);
  const step = rest < 0n ? -1n : 1n;
  const order = [...shares].sort((a, b) => compare(b.remainder, a.remainder) || a.index - b.index);
  for (const one of order.slice(0, Number(rest * step))) one.share += step;
  return shares.map(({ share }) => ({ amount: minorText(share, currency), currency }));
}

function sameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency) throw new RangeError(`currencies differ: ${a.currency} and ${b.currency}`);
}
