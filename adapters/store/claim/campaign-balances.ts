import { type CampaignBalance, campaignBalance } from '../../../domain/claim/mdf/campaign-balance.ts';
import type { TrustRoot } from '../../../domain/gate/authority-log.ts';
import { dayIn } from '../../../domain/incentives/period.ts';
import { programsAt } from '../../../domain/incentives/versions.ts';
import { rollForward } from '../accounts/roll.ts';
import { signedPrograms } from '../incentive-programs.ts';
import type { Tx } from '../pool.ts';
import { pendingClaims } from './pending-claims.ts';

/** Before anything was ever booked. */
const FIRST_DAY = '1900-01-01';

/**
 * Where the funds of each campaign stand, by the version of its program that is in force: budget, claims that are not settled, and what is booked.
 * @param at UTC instant
 */
export async function campaignBalances(tx: Tx, root: TrustRoot, at: string): Promise<CampaignBalance[]> {
  const versions = (await signedPrograms(tx, root)).map(({ program }) => program);
  const balances: CampaignBalance[] = [];
  for (const { program, type, currency, zone, budget } of programsAt(versions, at)) {
    if (type !== 'mdf' || budget === null) continue;
    const rolls = await rollForward(tx, { from: FIRST_DAY, to: dayIn(zone, at), program });
    const pending = await pendingClaims(tx, root, program);
    balances.push(campaignBalance({ program, currency, budget }, pending, rolls));
  }
  return balances;
}
