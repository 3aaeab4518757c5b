import type { ClaimFacts } from '../../../domain/claim/checks/claim-facts.ts';
import type { Tx } from '../pool.ts';

const MOST = 20;

/** Under what the pictures of one camera are found. */
export const cameraKeys = ({ files }: ClaimFacts): string[] => [
  ...new Set(files.flatMap(({ camera }) => (camera === null ? [] : [`camera:${camera}`]))),
];

/** Other partners whose claims bear pictures of the same camera, but those above and below this one. */
export async function cameraPartners(tx: Tx, facts: ClaimFacts): Promise<string[]> {
  const keys = cameraKeys(facts);
  if (keys.length === 0) return [];
  const { rows } = await tx.query<{ partner: string }>(
    `select distinct f.partner from claim_fact_keys k join claim_facts f using (case_id)
      where k.key = any($1) and f.partner <> $2 and f.partner is distinct from $3 and f.parent is distinct from $2
      order by 1 limit $4`,
    [keys, facts.partner, facts.parent, MOST],
  );
  return rows.map(({ partner }) => partner);
}
