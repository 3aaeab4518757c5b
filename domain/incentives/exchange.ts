import { type Exact, exact, over, times } from '../exact.ts';
import { type DatedRate, rateAsOf } from '../exchange-rate.ts';
import type { ClaimLine, Exchange } from './claim.ts';

/**
 * The rates by which an amount of a currency becomes one of the program's, as of the day of the sale; null where both are the same.
 * Undefined when one of them is older than five days or missing: then a person decides.
 */
export function exchangeFor(
  rates: readonly DatedRate[],
  from: string,
  to: string,
  day: string,
): Exchange | null | undefined {
  if (from === to) return null;
  const [a, b] = [rateAsOf(rates, from, day), rateAsOf(rates, to, day)];
  if (!a || !b) return undefined;
  return {
    from: { usd: a.value, record: `rates:${from}/${a.date}` },
    to: { usd: b.value, record: `rates:${to}/${b.date}` },
  };
}

/** A line's amount in the program's currency, not rounded: a line is rounded once, when it has earned. */
export function inProgramCurrency({ amount, exchange }: Pick<ClaimLine, 'amount' | 'exchange'>): Exact {
  const stated = exact(amount.amount);
  return exchange === null ? stated : over(times(stated, exact(exchange.from.usd)), exact(exchange.to.usd));
}
