import type { Tx } from '../../store/pool.ts';

/**
 * Mail domains of many companies, of the tenant's own: those that the policy names and those that the accounts show. An address there proves
 * no company. @param at UTC instant whose policy counts
 */
export async function ownSharedDomains(tx: Tx, at: string): Promise<string[]> {
  const { rows } = await tx.query<{ named: string[] | null; shown: string[] | null }>(
    `select (select body->'deal'->'freeMail' from policies where lifecycle = 'deal' and effective_from <= $1
          order by effective_from desc, seq desc limit 1) as named,
        (select shared_domains from match_statistics) as shown`,
    [at],
  );
  return [...(rows[0]?.named ?? []), ...(rows[0]?.shown ?? [])];
}
