import type { Tx } from './pool.ts';

/** Tokens, in and out, of every model exchange kept since a UTC instant: what a daily budget is held against. */
export async function tokensSpentSince(tx: Tx, instant: string): Promise<number> {
  const { rows } = await tx.query<{ spent: string | null }>(
    `select sum(spent::text::numeric)::text as spent
      from evidence, jsonb_path_query(body::jsonb, '$.attempts[*].usage.*') as spent
      where kind = 'model' and body::jsonb ->> 'at' >= $1 and jsonb_typeof(spent) = 'number'`,
    [instant],
  );
  return Number(rows[0]?.spent ?? 0);
}
