import type { AccrualLine } from '../incentives/accruals.ts';

/**
 * The chart of accounts. `payable`: what is owed to partners and their people; `held`: the part of it that a person has put on hold. `expense`: what the programs cost, taken back at the rates of
 * the refund's day; `exchange_difference` has the rest of it. `paid`: what has left for them.
 */
export const ACCOUNTS = ['expense', 'payable', 'held', 'exchange_difference', 'paid'] as const;
export type Account = (typeof ACCOUNTS)[number];

/** One side of an entry, in minor units of its currency: a debit above 0, a credit below. */
export interface Posting {
  account: Account;
  currency: string;
  minor: bigint;
}

/** How a line is booked. The sum is 0; a line of 0 has no posting, but for a hold, which moves what is owed. */
export function postingsOf({ minor, held, exchange, amount: { currency } }: AccrualLine): Posting[] {
  const all: Posting[] = [
    { account: 'expense', currency, minor: minor + exchange },
    { account: 'payable', currency, minor: held - minor },
    { account: 'held', currency, minor: -held },
    { account: 'exchange_difference', currency, minor: -exchange },
  ];
  return all.filter((one) => one.minor !== 0n);
}
