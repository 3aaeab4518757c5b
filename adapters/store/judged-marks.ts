import type { AuditRow } from '../../domain/audit.ts';
import { may } from '../../domain/gate/authority.ts';
import { type AuthorityState, stateOfVersion, type TrustRoot } from '../../domain/gate/authority-log.ts';
import { keyObjection, lossOf } from '../../domain/gate/key-validity.ts';
import type { MatchMark } from '../../domain/match/marks.ts';
import { verifyText } from '../keys/sign.ts';
import { coveredBefore } from './covered-before.ts';
import { sha256 } from './hash.ts';
import type { Tx } from './pool.ts';

/** The chain of the audit trail that tells of marks. */
export const MATCH_CASE = 'match';

/** A mark as it is kept. */
export interface MarkRow extends Record<string, unknown> {
  seq: number;
  body: string;
  kid: string;
  signature: string;
}

/** A mark with what speaks against it. */
export interface JudgedMark extends MarkRow {
  /** Why nobody was allowed to make it; null when somebody was. */
  objection: string | null;
  /** Why it may have been made after its author had lost the right to; null when it was not, or they still have it. */
  unproven: string | null;
}

/**
 * Judges marks by the authority that they name. Whoever has lost a key, or the right to mark, since then could still sign an old date:
 * such a mark counts only if a checkpoint of the installation covers its row of the trail and is older than the loss.
 */
export async function judgedMarks(
  tx: Tx,
  root: TrustRoot,
  states: readonly AuthorityState[],
  rows: readonly MarkRow[],
): Promise<JudgedMark[]> {
  const covered = coveredBefore(tx, root, marksToldOf);
  const judged: JudgedMark[] = [];
  for (const row of rows) {
    const version = Number(markIn(row.body)?.authorityVersion ?? 0);
    const objection = objectionToMark(row, stateOfVersion(states, version));
    const later = states.filter((state) => state.version >= version);
    const lost = objection === null ? lossOf(later, row.kid, (state) => objectionToMark(row, state)) : null;
    const proven = lost === null || (await covered(MATCH_CASE, lost.at)).has(sha256(row.body));
    judged.push({
      ...row,
      objection,
      unproven: proven ? null : `${lost.why}, and no checkpoint shows that it was made before`,
    });
  }
  return judged;
}

/** Why a mark does not count, judged by the authority of its time; null when it does. */
export function objectionToMark(
  { body, kid, signature }: Pick<MarkRow, 'body' | 'kid' | 'signature'>,
  { keys, people, policy }: AuthorityState,
): string | null {
  const mark = markIn(body);
  if (mark === null) return 'it cannot be read';
  const { by, at } = mark;
  const key = keys.get(kid);
  if (!key) return `key ${kid}, which signed it, is not countersigned`;
  if (!verifyText(key.publicKey, 'match', body, signature)) return `it is not signed by key ${kid}`;
  if (by !== key.person) return `it names ${by}, key ${kid} belongs to ${key.person}`;
  const objection = keyObjection(key, at);
  if (objection !== null) return objection;
  const person = people[key.person];
  if (!person?.active) return `${by} was not active`;
  return policy && may(person.role, 'override', 'business', policy)
    ? null
    : `${by} may not say so; Partner Ops may`;
}

function markIn(body: string): MatchMark | null {
  try {
    return JSON.parse(body) as MatchMark;
  } catch {
    return null;
  }
}

/** Hashes of the marks that rows of the trail tell of. */
function marksToldOf(rows: readonly AuditRow[]): ReadonlySet<string> {
  return new Set(rows.map(({ body }) => String((JSON.parse(body) as { markHash?: string }).markHash)));
}
