import type { ClaimFacts } from '../../../domain/claim/checks/claim-facts.ts';
import type { FundUse } from '../../../domain/claim/checks/past-claims.ts';
import type { Tx } from '../pool.ts';

/** What other claims ask for and were granted of the same request for funds: their lines' amounts, by currency. */
export async function fundUse(tx: Tx, { case: own, claim, request }: ClaimFacts): Promise<FundUse> {
  if (request === null) return { open: [], granted: [] };
  const { rows } = await tx.query<{ standing: 'open' | 'granted'; currency: string; amount: string }>(
    `select l.standing, l.currency, sum(l.amount)::text as amount
      from claim_facts f join claim_fact_lines l using (case_id) join cases c using (case_id)
      where f.request = $1 and f.claim <> $2 and l.standing <> 'released' and l.amount is not null
        and c.status not in ('rolled_back', 'failed')
        and (l.standing = 'granted' or f.seq < (select seq from claim_facts where case_id = $3))
      group by 1, 2 order by 2`,
    [request, claim, own],
  );
  const of = (standing: 'open' | 'granted') =>
    rows.filter((row) => row.standing === standing).map(({ amount, currency }) => ({ amount, currency }));
  return { open: of('open'), granted: of('granted') };
}
