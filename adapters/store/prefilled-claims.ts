import type { MdfActivity, PrefilledActivity } from '../../domain/incentives/mdf-activity.ts';
import type { Tx } from './pool.ts';
import { send, sql } from './sql.ts';

/** A linked claim as a registration pre-fills it: a proposal, nothing that is paid. */
export interface PrefilledClaim extends MdfActivity {
  case: string;
  revision: number;
  partnerId: string;
  /** Rules that speak against it; empty: proved, dated in time and covered by the balance. */
  problems: string[];
  /** UTC instant. */
  at: string;
}

/** Keeps a pre-filled claim; the same look again changes nothing. */
export async function putPrefilledClaim(tx: Tx, claim: PrefilledClaim): Promise<void> {
  const { amount } = claim;
  await send(
    tx,
    sql`insert into mdf_claims_prefilled (case_id, revision, partner_id, claim, campaign, activity_on, amount, currency, problems, at)
      values (${claim.case}, ${claim.revision}, ${claim.partnerId}, ${claim.claim}, ${claim.campaign}, ${claim.date},
        ${amount?.amount ?? null}, ${amount?.currency ?? null}, ${claim.problems}, ${claim.at}) on conflict do nothing`,
  );
}

/** The claim that the last look at a case pre-filled. */
export async function prefilledClaimOf(tx: Tx, caseId: string): Promise<PrefilledClaim | undefined> {
  const { rows } = await tx.query<{
    case_id: string;
    revision: number;
    partner_id: string;
    claim: string;
    campaign: string | null;
    date: string | null;
    amount: string | null;
    currency: string | null;
    problems: string[];
    at: Date;
  }>(
    `select *, activity_on::text as date, amount::text as amount from mdf_claims_prefilled where case_id = $1
      order by revision desc limit 1`,
    [caseId],
  );
  const row = rows[0];
  return (
    row && {
      case: row.case_id,
      revision: row.revision,
      partnerId: row.partner_id,
      claim: row.claim,
      campaign: row.campaign,
      date: row.date,
      amount:
        row.amount === null || row.currency === null ? null : { amount: row.amount, currency: row.currency },
      problems: row.problems,
      at: row.at.toISOString(),
    }
  );
}

/** What registrations of a partner said last of the activity that one of these ids names; null: nothing. */
export async function prefilledActivity(
  tx: Tx,
  partnerId: string,
  ids: readonly (string | null)[],
): Promise<PrefilledActivity | null> {
  const { rows } = await tx.query<{
    case: string;
    activityOn: string | null;
    amount: string | null;
    currency: string | null;
  }>(
    `select case_id as "case", activity_on::text as "activityOn", amount::text as amount, currency from mdf_claims_prefilled
      where partner_id = $1 and claim = any($2) order by at desc, revision desc, case_id limit 1`,
    [partnerId, ids.filter((id) => id !== null)],
  );
  const [row] = rows;
  if (!row) return null;
  const { amount, currency } = row;
  return {
    case: row.case,
    activityOn: row.activityOn,
    amount: amount === null || currency === null ? null : { amount, currency },
  };
}
