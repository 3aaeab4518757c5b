import { DateTime } from 'luxon';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import type { IncentiveProgram } from '../../domain/incentives/program.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { SigningKey } from '../keys/keys.ts';
import { getPolicy, type PolicyOwner } from './policies.ts';
import type { Tx } from './pool.ts';
import { newestSigned, putSignedPolicy, type SignedPolicyRow } from './signed-policies.ts';

/** One version of an incentive program that was put in force. */
export interface StoredProgram {
  /** Hash of the program; twelve digits are shown. */
  version: string;
  program: IncentiveProgram;
}

/** Puts the versions of the policy folder in force; each counts from the beginning of its day in its zone. */
export async function putPrograms(
  tx: Tx,
  key: SigningKey,
  programs: readonly IncentiveProgram[],
): Promise<void> {
  for (const program of programs) {
    const from = DateTime.fromISO(program.effectiveFrom, { zone: program.zone });
    await putSignedPolicy(tx, key, {
      lifecycle: `incentive:${program.program}`,
      effectiveFrom: new Date(from.toMillis()).toISOString(),
      body: program as unknown as JsonObject,
    });
  }
}

/**
 * Every version of every program that the installation has signed. Of several for one day the one that was put in force last counts:
 * the others were corrected.
 * @throws Error when a stored program no longer has its hash
 */
export async function signedPrograms(tx: Tx, root: TrustRoot): Promise<StoredProgram[]> {
  const stored: StoredProgram[] = [];
  for (const { owner, version } of await inForce(tx, root, null)) {
    const found = await getPolicy(tx, owner, version);
    if (found) stored.push({ version, program: found.body as unknown as IncentiveProgram });
  }
  return stored;
}

/** Hashes of the versions of one program that count, by their first day. */
export async function versionsInForce(tx: Tx, root: TrustRoot, program: string): Promise<string[]> {
  const all = await inForce(tx, root, `incentive:${program}`);
  return all.sort((a, b) => (a.from < b.from ? -1 : 1)).map(({ version }) => version);
}

/** One version of a program. @throws Error when it no longer has its hash */
export async function programVersion(
  tx: Tx,
  program: string,
  version: string,
): Promise<IncentiveProgram | undefined> {
  return (await getPolicy(tx, `incentive:${program}`, version))?.body as unknown as
    | IncentiveProgram
    | undefined;
}

/** @param owner of this program only; null: of all */
async function inForce(
  tx: Tx,
  root: TrustRoot,
  owner: PolicyOwner | null,
): Promise<{ owner: PolicyOwner; version: string; from: string }[]> {
  const { rows } = await tx.query<SignedPolicyRow & { lifecycle: PolicyOwner; from: string }>(
    `select lifecycle, version, to_json(effective_from) as "from", again, signature from policy_signatures
      where lifecycle like 'incentive:%' and ($1::text is null or lifecycle = $1) order by seq desc`,
    [owner],
  );
  const byDay = new Map<string, { owner: PolicyOwner; version: string; from: string }>();
  for (const row of rows) {
    const day = `${row.lifecycle} ${row.from}`;
    const version = byDay.has(day) ? undefined : newestSigned(root, row.lifecycle, [row]);
    if (version) byDay.set(day, { owner: row.lifecycle, version, from: row.from });
  }
  return [...byDay.values()];
}
