import type { Tx } from '../adapters/store/pool.ts';

/** How often this person was refused in this case; every refusal is audited. */
export async function refusalsSoFar(tx: Tx, caseId: string, personId: string): Promise<number> {
  const { rows } = await tx.query<{ refusals: number }>(
    `select count(*)::int as refusals from audit
      where case_id = $1 and body::jsonb ->> 'action' = 'decision.refused' and body::jsonb ->> 'claimed' = $2`,
    [caseId, personId],
  );
  return rows[0]?.refusals ?? 0;
}
