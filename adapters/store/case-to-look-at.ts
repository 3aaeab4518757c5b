import type { JsonObject } from '../../domain/json.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { type CaseColumns, caseFrom } from './case-row.ts';
import type { CaseRow } from './cases.ts';
import type { Tx } from './pool.ts';
import type { SubjectKeys } from './seal.ts';
import type { SignedPolicyRow } from './signed-policies.ts';
import type { Vault } from './vault.ts';

/** What a look at one revision of a case begins with. */
export interface CaseToLookAt {
  row: CaseRow;
  /** The submission as it is kept, personal values sealed. */
  canonical: JsonObject;
  /** Of everybody whose values stand in it; erased people have none. */
  keys: SubjectKeys;
  /** Policies of its lifecycle that had taken effect, and the one that it was looked at by before: the newest first, unchecked. */
  policies: SignedPolicyRow[];
}

/**
 * Reads it in one statement. @param by.at UTC instant
 * @returns undefined when there is no such case or revision
 */
export async function caseToLookAt(
  tx: Tx,
  vault: Vault,
  by: { case: string; revision: number; lifecycle: Lifecycle; at: string },
): Promise<CaseToLookAt | undefined> {
  const { rows } = await tx.query<Columns>(
    `select c.*, s.canonical as stated,
        (select coalesce(json_object_agg(subject_id, encode(wrapped_key, 'base64')), '{}') from subjects
          where subject_id = any(s.subjects) and wrapped_key is not null) as wrapped,
        (select coalesce(json_agg(json_build_object('version', version, 'from', effective_from, 'again', again, 'signature', signature)
            order by effective_from desc, seq desc), '[]') from policy_signatures
          where lifecycle = $3 and (effective_from <= $4 or version = c.policy_version)) as policies
      from cases c join submissions s using (case_id) where c.case_id = $1 and s.revision = $2`,
    [by.case, by.revision, by.lifecycle, by.at],
  );
  const [row] = rows;
  if (!row) return undefined;
  const keys = Object.entries(row.wrapped).map(
    ([id, wrapped]) => [id, vault.unwrap(Buffer.from(wrapped, 'base64'))] as const,
  );
  return { row: caseFrom(row), canonical: row.stated, keys: new Map(keys), policies: row.policies };
}

interface Columns extends CaseColumns {
  stated: JsonObject;
  wrapped: Record<string, string>;
  policies: SignedPolicyRow[];
}
