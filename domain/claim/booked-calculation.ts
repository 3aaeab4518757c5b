import { exact, minorText, plus, toMinor, ZERO } from '../exact.ts';
import type { Trace } from '../incentives/trace.ts';
import type { Money } from '../money.ts';
import type { LineCalculation } from './notices.ts';

/** A line as the accounts hold it. */
export interface Booked {
  line: string;
  amount: Money;
  trace: Trace;
}

/** A line as it was sold. */
export type SoldLine = { line: string; sku: string; quantity: number };

/** What the accounts have booked for a claim: in all, and how each line came about. Of several payees of a line the shares are added. */
export function bookedCalculation(
  currency: string,
  sold: readonly SoldLine[],
  booked: readonly Booked[],
): { total: Money; calculation: LineCalculation[] } {
  const money = (some: readonly Booked[]): Money => {
    const sum = some.map(({ amount }) => exact(amount.amount)).reduce(plus, ZERO);
    return { amount: minorText(toMinor(sum, currency), currency), currency };
  };
  const calculation = [...Map.groupBy(booked, ({ line }) => line)].map(([id, shares]): LineCalculation => {
    const own = sold.find(({ line }) => line === id);
    const { rules, steps } = shares[0]?.trace ?? { rules: [], steps: [] };
    return {
      sku: own?.sku ?? rules[0] ?? id,
      quantity: String(own?.quantity ?? 1),
      amount: money(shares),
      steps: steps.filter(({ does }) => does !== 'split'),
    };
  });
  return { total: money(booked), calculation };
}
