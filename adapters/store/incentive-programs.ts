import { DateTime } from 'luxon';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import type { IncentiveProgram } from '../../domain/incentives/program.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { SigningKey } from '../keys/keys.ts';
import { getPolicy, type PolicyOwner } from './policies.ts';
import type { Tx } from './pool.ts';
import { newestSigned, putSignedPolicy, type SignedRow } from './signed-policies.ts';

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
  const { rows } = await tx.query<SignedRow & { lifecycle: PolicyOwner }>(
    `select lifecycle, version, to_json(effective_from) as "from", signature from policy_signatures
      where lifecycle like 'incentive:%' order by seq desc`,
  );
  const byDay = new Map<string, StoredProgram>();
  for (const row of rows) {
    const day = `${row.lifecycle} ${row.from}`;
    const version = byDay.has(day) ? undefined : newestSigned(root, row.lifecycle, [row]);
    const found = version === undefined ? undefined : await getPolicy(tx, row.lifecycle, version);
    if (found) byDay.set(day, { version: found.version, program: found.body as unknown as IncentiveProgram });
  }
  return [...byDay.values()];
}
