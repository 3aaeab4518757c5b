import type { RollRow } from '../../accounts/roll.ts';
import { minorText } from '../../exact.ts';
import type { IncentiveProgram } from '../../incentives/program.ts';
import type { Money } from '../../money.ts';
import { type FundBalance, type FundRow, fundBalance } from './fund-balance.ts';

/** Where the funds of one campaign stand, which is a program of market development funds with a budget. */
export interface CampaignBalance extends FundBalance {
  program: string;
  /** Pending claims of which nobody knows, or may know, yet what they pay. `pending` and `available` leave them out. */
  unknown: number;
}

/**
 * @param pending what each claim that is not settled may pay; null: not known
 * @param rolls from the first booking on
 */
export function campaignBalance(
  { program, currency, budget }: Pick<IncentiveProgram, 'program' | 'currency'> & { budget: Money },
  pending: readonly (Money | null)[],
  rolls: readonly RollRow[],
): CampaignBalance {
  const of = (kind: FundRow['kind'], minor: bigint): FundRow => ({
    kind,
    amount: { amount: minorText(minor, currency), currency },
  });
  const own = rolls.filter((row) => row.currency === currency);
  const paid = own.reduce((sum, row) => sum + row.paid, 0n);
  const granted = own.reduce((sum, row) => sum + row.closing, paid);
  const claimed = pending.filter((one) => one !== null);
  const balance = fundBalance(currency, [
    { kind: 'allocated', amount: budget },
    ...claimed.map((amount): FundRow => ({ kind: 'claimed', amount })),
    granted < 0n ? of('reversed', -granted) : of('accrued', granted),
    of('paid', paid),
  ]);
  return { program, ...balance, unknown: pending.length - claimed.length };
}
