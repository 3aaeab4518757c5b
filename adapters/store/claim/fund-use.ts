import type { ClaimFacts } from '../../../domain/claim/checks/claim-facts.ts';
import type { FundUse } from '../../../domain/claim/checks/past-claims.ts';
import type { Tx } from '../pool.ts';
import { COUNTS, STANDING } from './counting-cases.ts';

/** What other claims of the same request for funds ask for and were granted, by the most that each may pay. */
export async function fundUse(tx: Tx, { case: own, claim, request, partner }: ClaimFacts): Promise<FundUse> {
  if (request === null) return { open: '0', granted: '0' };
  const { rows } = await tx.query<{ granted: string; open: string }>(
    `with used as (
        select f.usd, f.seq, bool_or(${STANDING} = 'granted') as granted
          from claim_facts f join claim_fact_lines l using (case_id) join cases c using (case_id)
          where f.request = $1 and f.partner = $4 and f.claim <> $2 and l.standing <> 'released'
            and ${COUNTS}
          group by f.case_id)
      select coalesce(sum(usd) filter (where granted), 0)::text as granted,
          coalesce(sum(usd) filter (where not granted and seq < (select seq from claim_facts where case_id = $3)), 0)::text as open
        from used`,
    [request, claim, own, partner],
  );
  return rows[0] as FundUse;
}
