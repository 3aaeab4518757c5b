import type { JsonObject } from '../../domain/json.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { contentHash } from './hash.ts';
import type { Tx } from './pool.ts';

/** Whose policy it is: a lifecycle's, or an incentive program's by its name. */
export type PolicyOwner = Lifecycle | `incentive:${string}`;

/** One version of a policy. */
export interface PolicyRow {
  lifecycle: PolicyOwner;
  /** SHA-256 of the canonical body; twelve digits are shown. */
  version: string;
  /** UTC instant, ISO 8601. */
  effectiveFrom: string;
  body: JsonObject;
}

/** Stores a policy under its content address; the same body again keeps its first date. Returns the version. */
export async function putPolicy(
  tx: Tx,
  policy: Pick<PolicyRow, 'lifecycle' | 'effectiveFrom' | 'body'>,
): Promise<string> {
  const version = contentHash(policy.body);
  await tx.query(
    `insert into policies (lifecycle, version, effective_from, body) values ($1, $2, $3, $4)
      on conflict (lifecycle, version) do nothing`,
    [policy.lifecycle, version, policy.effectiveFrom, JSON.stringify(policy.body)],
  );
  return version;
}

/**
 * The policy of a version.
 * @throws Error when the stored body no longer has this hash.
 */
export async function getPolicy(
  tx: Tx,
  lifecycle: PolicyOwner,
  version: string,
): Promise<PolicyRow | undefined> {
  const { rows } = await tx.query<{ version: string; effective_from: Date; body: JsonObject }>(
    `select version, effective_from, body from policies where lifecycle = $1 and version = $2`,
    [lifecycle, version],
  );
  const row = rows[0];
  if (row && contentHash(row.body) !== row.version)
    throw new Error(
      `policy ${row.version.slice(0, 12)} was changed in the database; load it again from policy/`,
    );
  if (!row) return undefined;
  const { body } = row;
  return { lifecycle, version, effectiveFrom: row.effective_from.toISOString(), body };
}
