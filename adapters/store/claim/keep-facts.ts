import type { ClaimFacts } from '../../../domain/claim/checks/claim-facts.ts';
import { stampFacts } from '../facts-stamp.ts';
import { jsonb } from '../jsonb.ts';
import type { Tx } from '../pool.ts';
import { send, sql } from '../sql.ts';
import type { Vault } from '../vault.ts';
import { type FactKey, keysOf, lockedKeys } from './fact-keys.ts';
import { keptLookKeys } from './look-keys.ts';

/** Names this module's advisory locks among all of the database. */
const LOCKS = 7_120_035;
/** So many locks at most, so that a file of many lines does not fill the table of locks. */
const BUCKETS = 255;

/** The same amount in USD differs by as much from one day to another. */
const EXCHANGE = 1.02;

/**
 * Keeps what a claim is compared by, in place of what its earlier looks have kept. It must come before pastLines in the same transaction: until
 * that ends, no claim that shares anything with this one is kept or read, so that of two duplicates that arrive at the same moment
 * the second one sees the first.
 * @param facts keyed (keyedFacts); its case has a row
 */
export async function keepClaimFacts(
  tx: Tx,
  vault: Pick<Vault, 'stampOf'>,
  facts: ClaimFacts,
): Promise<void> {
  await tx.query(
    `select pg_advisory_xact_lock($1, bucket) from (
       select distinct hashtext(key) & $2 as bucket from unnest($3::text[]) as key order by 1) as locks`,
    [LOCKS, BUCKETS, lockedKeys(facts)],
  );
  const keys = keysOf(facts);
  const isChanged = await asksForMore(tx, facts, keys);
  await tx.query(
    `insert into claim_facts (case_id, claim, partner, parent, program, type, request, submitted_on, usd, customer, sellers)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      on conflict (case_id) do update set claim = excluded.claim, partner = excluded.partner, parent = excluded.parent,
        program = excluded.program, type = excluded.type, request = excluded.request, submitted_on = excluded.submitted_on,
        usd = excluded.usd, customer = excluded.customer, sellers = excluded.sellers`,
    [
      ...[facts.case, facts.claim, facts.partner, facts.parent, facts.program, facts.type, facts.request],
      ...[facts.submittedOn, facts.usd, jsonb(facts.customer), facts.sellers],
    ],
  );
  if (isChanged) await tx.query('update claim_facts set seq = default where case_id = $1', [facts.case]);
  for (const table of ['claim_fact_lines', 'claim_fact_keys', 'claim_fact_images'])
    await tx.query(`delete from ${table} where case_id = $1`, [facts.case]);
  const { partner, program } = facts;
  const lines = facts.lines.map((line) => ({
    ...{ line: line.line, partner, program, sku: line.sku, quantity: line.quantity },
    ...{ amount: line.amount?.amount ?? null, currency: line.amount?.currency ?? null, usd: line.usd },
    ...{ sold_on: line.soldOn, sale: line.sale, invoices: line.invoices },
  }));
  await tx.query(
    `insert into claim_fact_lines (case_id, line, partner, program, sku, quantity, amount, currency, usd, sold_on, sale, invoices)
      select $1, line, partner, program, sku, quantity, amount, currency, usd, sold_on, sale, invoices
        from jsonb_to_recordset($2::jsonb) as t (line text, partner text, program text, sku text, quantity numeric, amount numeric,
          currency text, usd numeric, sold_on date, sale text, invoices text[])`,
    [facts.case, jsonb(lines)],
  );
  await tx.query(
    `insert into claim_fact_keys (key, case_id, line) select key, $1, line from unnest($2::text[], $3::text[]) as t (key, line)
      on conflict do nothing`,
    [facts.case, keys.map(({ key }) => key), keys.map(({ line }) => line)],
  );
  await keepLooks(tx, facts);
  await stampFacts(tx, vault, facts.case);
}

async function keepLooks(tx: Tx, facts: ClaimFacts): Promise<void> {
  const looks = facts.files.flatMap((file) => file.looks.map((look) => ({ ...look })));
  if (looks.length === 0) return;
  await tx.query(
    `insert into claim_fact_images (case_id, hash, numbers)
      select $1, ('x' || bits)::bit(256), numbers from jsonb_to_recordset($2::jsonb) as t (bits text, numbers text[])
      on conflict do nothing`,
    [facts.case, jsonb(looks)],
  );
  const parts = looks.flatMap((look) => keptLookKeys(look).map((part) => ({ part, bits: look.bits })));
  await tx.query(
    `insert into claim_fact_image_parts (part, case_id, hash)
      select part, $1, ('x' || bits)::bit(256) from jsonb_to_recordset($2::jsonb) as t (part integer, bits text)
      on conflict do nothing`,
    [facts.case, jsonb(parts)],
  );
}

/**
 * Whether a claim asks for something that its earlier looks did not: then it comes behind the claims that were looked at meanwhile, which could
 * not see it, and may be paid already although nobody has noted it yet.
 */
async function asksForMore(
  tx: Tx,
  { case: id, usd }: ClaimFacts,
  keys: readonly FactKey[],
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select from claim_facts f where case_id = $1 and (coalesce($2::numeric > f.usd * $4::numeric, f.usd is null and $2::numeric is not null) or exists (
        select from unnest($3::text[]) as now (key)
          where not exists (select from claim_fact_keys k where k.case_id = $1 and k.key = now.key)))`,
    [id, usd, keys.map(({ key }) => key), EXCHANGE],
  );
  return rowCount === 1;
}

/**
 * Notes how a claim was decided: lines that were granted stand in the way of another claim for the same sale, the others may be claimed again.
 * Nothing granted: it was rejected, withdrawn or reversed.
 */
export async function settleClaimFacts(tx: Tx, caseId: string, granted: readonly string[]): Promise<void> {
  await send(
    tx,
    sql`update claim_fact_lines set standing = case when line = any(${granted}) then 'granted' else 'released' end
      where case_id = ${caseId}`,
  );
}
