import { type AuditRow, type Checkpoint, checkpointText, headsOf, verifyChain } from '../../domain/audit.ts';
import { may } from '../../domain/gate/authority.ts';
import { type AuthorityState, stateOfVersion, type TrustRoot } from '../../domain/gate/authority-log.ts';
import { keyObjection } from '../../domain/gate/key-validity.ts';
import type { MatchMark } from '../../domain/match/marks.ts';
import { verifyText } from '../keys/sign.ts';
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
  const known = new Map<string, Promise<ReadonlySet<string>>>();
  const provenBefore = (at: string) => {
    const found = known.get(at) ?? marksCoveredBefore(tx, root, at);
    known.set(at, found);
    return found;
  };
  const judged: JudgedMark[] = [];
  for (const row of rows) {
    const version = Number(markIn(row.body)?.authorityVersion ?? 0);
    const objection = objectionToMark(row, stateOfVersion(states, version));
    const lost = objection === null ? lossOf(row, states, version) : null;
    const proven = lost === null || (await provenBefore(lost.at)).has(sha256(row.body));
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

interface Loss {
  /** UTC instant from which the author could not make the mark any more. */
  at: string;
  why: string;
}

/** The earliest instant from which the author of a mark could not have made it; null when they still can. */
function lossOf(row: MarkRow, states: readonly AuthorityState[], version: number): Loss | null {
  let lost: Loss | null = null;
  for (const state of states) {
    if (state.version < version) continue;
    const revokedAt = state.keys.get(row.kid)?.revokedAt ?? null;
    const why =
      revokedAt === null
        ? objectionToMark(row, state)
        : `key ${row.kid}, which signed it, is not trusted since ${revokedAt}`;
    const at = revokedAt ?? state.at;
    if (why !== null && (lost === null || at < lost.at)) lost = { at, why };
  }
  return lost;
}

/** Hashes of the marks whose rows of the trail the installation had covered by then. */
async function marksCoveredBefore(tx: Tx, root: TrustRoot, at: string): Promise<ReadonlySet<string>> {
  const covered = await headCoveredBefore(tx, root, at);
  if (covered === null) return new Set();
  const { rows } = await tx.query<AuditRow & Record<string, unknown>>(
    `select case_id as "case", seq, body, prev_hash as "prevHash", hash from audit
      where case_id = $1 and seq <= $2 order by seq`,
    [MATCH_CASE, covered.seq],
  );
  if (verifyChain(MATCH_CASE, rows, covered, sha256).length > 0) return new Set();
  return new Set(rows.map(({ body }) => String((JSON.parse(body) as { markHash?: string }).markHash)));
}

/** The last link of the marks' chain that the installation had signed by then. */
async function headCoveredBefore(tx: Tx, root: TrustRoot, at: string) {
  let before = { at, number: 0 };
  for (;;) {
    // The words of the condition are those of the index checkpoints_of_marks.
    const { rows } = await tx.query<Checkpoint & Record<string, unknown>>(
      `select number, at, heads, prev_hash as "prevHash", hash, kid, signature from checkpoints
        where heads like '%["match",%' and (at, number) < ($1, $2) order by at desc, number desc limit 1`,
      [before.at, before.number],
    );
    const [checkpoint] = rows;
    if (checkpoint === undefined) return null;
    const { kid, hash, signature } = checkpoint;
    const genuine =
      kid === root.kid &&
      sha256(checkpointText(checkpoint)) === hash &&
      verifyText(root.publicKey, 'checkpoint', hash, signature);
    const head = genuine ? headsOf(checkpoint).find((one) => one.case === MATCH_CASE) : undefined;
    if (head !== undefined) return head;
    before = checkpoint;
  }
}
