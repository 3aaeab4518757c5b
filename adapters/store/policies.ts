import type { JsonObject } from '../../domain/json.ts';
import { contentHash } from './hash.ts';
import type { Tx } from './pool.ts';

/** One version of the decision policy. */
export interface PolicyRow {
  /** SHA-256 of the canonical body; twelve digits are shown. */
  version: string;
  /** UTC instant, ISO 8601. */
  effectiveFrom: string;
  body: JsonObject;
}

/** Stores a policy under its content address; the same body again keeps its first date. Returns the version. */
export async function putPolicy(
  tx: Tx,
  policy: { body: JsonObject; effectiveFrom: string },
): Promise<string> {
  const version = contentHash(policy.body);
  await tx.query(
    'insert into policies (version, effective_from, body) values ($1, $2, $3) on conflict do nothing',
    [version, policy.effectiveFrom, JSON.stringify(policy.body)],
  );
  return version;
}

/**
 * The policy of a version.
 * @throws Error when the stored body no longer has this hash.
 */
export async function getPolicy(tx: Tx, version: string): Promise<PolicyRow | undefined> {
  return one(tx, 'version = $1', [version]);
}

/** The policy in force at an instant: the latest that took effect by then. @throws Error as getPolicy. */
export async function policyAt(tx: Tx, at: string): Promise<PolicyRow | undefined> {
  return one(tx, 'effective_from <= $1 order by effective_from desc, created_at desc limit 1', [at]);
}

async function one(tx: Tx, where: string, values: unknown[]): Promise<PolicyRow | undefined> {
  const { rows } = await tx.query<{ version: string; effective_from: Date; body: JsonObject }>(
    `select version, effective_from, body from policies where ${where}`,
    values,
  );
  const row = rows[0];
  if (row && contentHash(row.body) !== row.version)
    throw new Error(
      `policy ${row.version.slice(0, 12)} was changed in the database; load it again from policy/`,
    );
  return row && { version: row.version, effectiveFrom: row.effective_from.toISOString(), body: row.body };
}
