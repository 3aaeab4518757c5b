import type { Tx } from './pool.ts';

/** Tokens, in and out, of every model exchange kept since a UTC instant: what a daily budget is held against. */
export async function tokensSpentSince(tx: Tx, instant: string): Promise<number> {
  const { rows } = await tx.query<{ spent: string | null }>(
    `select sum((attempt -> 'usage' ->> 'inputTokens')::bigint + (attempt -> 'usage' ->> 'outputTokens')::bigint)::text as spent
      from evidence, jsonb_array_elements(body::jsonb -> 'attempts') as attempt
      where kind = 'model' and body::jsonb ->> 'at' >= $1`,
    [instant],
  );
  return Number(rows[0]?.spent ?? 0);
}
