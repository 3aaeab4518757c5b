import { exact, minorText, minus, plus, toMinor, ZERO } from '../../exact.ts';
import type { Money } from '../../money.ts';

/** What moves market development funds, each in the currency of the funds. Amounts are above 0. */
export type FundRow =
  /** The company set it aside, or took it back. */
  | { kind: 'allocated' | 'deallocated'; amount: Money }
  /** A claim that nobody has decided, by what it may pay. */
  | { kind: 'claimed'; amount: Money }
  /** Earned by a granted claim, taken back from one, paid out. */
  | { kind: 'accrued' | 'reversed' | 'paid'; amount: Money };

/** Where funds stand: allocated = pending + approved + paid + available. */
export interface FundBalance {
  allocated: Money;
  /** Claimed and not decided. */
  pending: Money;
  /** Granted and not paid yet. */
  approved: Money;
  paid: Money;
  /** Below 0 where more is asked for and granted than was set aside. */
  available: Money;
}

/** @throws RangeError for a row in another currency */
export function fundBalance(currency: string, rows: readonly FundRow[]): FundBalance {
  const sum = (...kinds: FundRow['kind'][]) =>
    rows
      .filter(({ kind }) => kinds.includes(kind))
      .reduce((total, { kind, amount }) => {
        if (amount.currency !== currency)
          throw new RangeError(
            `the funds are in ${currency}, and an amount ${kind} is in ${amount.currency}`,
          );
        return plus(total, exact(amount.amount));
      }, ZERO);
  const money = (value: typeof ZERO): Money => ({
    amount: minorText(toMinor(value, currency), currency),
    currency,
  });
  const allocated = minus(sum('allocated'), sum('deallocated'));
  const pending = sum('claimed');
  const paid = sum('paid');
  const granted = minus(sum('accrued'), sum('reversed'));
  return {
    allocated: money(allocated),
    pending: money(pending),
    approved: money(minus(granted, paid)),
    paid: money(paid),
    available: money(minus(minus(allocated, pending), granted)),
  };
}
