import type { AuditProblem } from '../../domain/audit.ts';
import { may } from '../../domain/gate/authority.ts';
import {
  type AuthorityState,
  authorityHistory,
  stateOfVersion,
  type TrustRoot,
} from '../../domain/gate/authority-log.ts';
import { keyObjection, lostBy } from '../../domain/gate/key-validity.ts';
import { type MarkedAs, type MatchMark, markBody, pairOf, standingMarks } from '../../domain/match/marks.ts';
import { signText, verifyText } from '../keys/sign.ts';
import { appendAudit } from './audit.ts';
import {
  AUTHORITY_CHECKS,
  AuthorityRefused,
  type AuthoritySigner,
  readAuthority,
  signedChanges,
} from './authority-log.ts';
import { sha256 } from './hash.ts';
import type { Tx } from './pool.ts';
import type { NamedRow } from './proof-verify.ts';

/** The chain of the audit trail that tells of marks. */
export const MATCH_CASE = 'match';

/**
 * Signs, keeps and audits what somebody says about two records; a later word on the same pair replaces it.
 * @throws AuthorityRefused when they may not override a decision on a deal; RangeError when both are one record
 */
export async function putMark(
  tx: Tx,
  { key, root, at }: AuthoritySigner,
  said: { records: readonly [string, string]; is: MarkedAs; reason: string },
): Promise<MatchMark> {
  const state = await readAuthority(tx, root);
  const records = pairOf(...said.records);
  const mark = {
    records,
    is: said.is,
    by: key.owner,
    at,
    reason: said.reason,
    authorityVersion: state.version,
  };
  const body = markBody(mark);
  const row = { body, kid: key.kid, signature: signText(key.privateKey, 'match', body) };
  const refused = objectionTo(row, [state]);
  if (refused !== null) throw new AuthorityRefused(`The mark does not count: ${refused}.`);
  await tx.query(
    'insert into match_marks (record_a, record_b, body, kid, signature) values ($1, $2, $3, $4, $5)',
    [...records, row.body, row.kid, row.signature],
  );
  const { is, by, reason, authorityVersion } = mark;
  const references = { records, is, reason, authorityVersion, signedWith: key.kid, markHash: sha256(body) };
  await appendAudit(tx, MATCH_CASE, { at, actor: by, action: 'match.marked', ...references });
  return mark;
}

/** What stands about any of these records; what nobody was allowed to say does not count. One statement, where nothing was ever said. */
export async function marksOf(tx: Tx, root: TrustRoot, records: readonly string[]): Promise<MatchMark[]> {
  const { rows } = await tx.query<Row>(
    `select body, kid, signature from match_marks where record_a = any($1) or record_b = any($1) order by seq`,
    [records],
  );
  if (rows.length === 0) return [];
  const { states } = authorityHistory(await signedChanges(tx), root, AUTHORITY_CHECKS);
  return standingMarks(
    rows
      .filter((row) => objectionTo(row, states) === null && lostKey(row, states) === null)
      .map(({ body }) => JSON.parse(body) as MatchMark),
  );
}

/** Marks that nobody was allowed to make, and those that a lost key has signed. Nothing is decided by either. */
export async function verifyMarks(
  tx: Tx,
  states: readonly AuthorityState[],
): Promise<{ problems: AuditProblem[]; doubtful: NamedRow[] }> {
  const { rows } = await tx.query<Row & { seq: number }>(
    'select seq, body, kid, signature from match_marks order by seq',
  );
  const problems: AuditProblem[] = [];
  const doubtful: NamedRow[] = [];
  for (const row of rows) {
    const why = objectionTo(row, states);
    const lostAt = why === null ? lostKey(row, states) : null;
    if (why !== null)
      problems.push({
        case: MATCH_CASE,
        kind: 'mark_forged',
        message: `mark ${row.seq} does not count: ${why}`,
      });
    if (lostAt !== null)
      doubtful.push({
        case: MATCH_CASE,
        seq: null,
        message: `mark ${row.seq} does not count: key ${row.kid}, which signed it, is not trusted since ${lostAt}`,
      });
  }
  return { problems, doubtful };
}

interface Row extends Record<string, unknown> {
  body: string;
  kid: string;
  signature: string;
}

/** Why a mark does not count, judged by the authority of its time; null when it does. */
function objectionTo({ body, kid, signature }: Row, states: readonly AuthorityState[]): string | null {
  const mark = markIn(body);
  if (mark === null) return 'it cannot be read';
  const { by, at, authorityVersion } = mark;
  const { keys, people, policy } = stateOfVersion(states, Number(authorityVersion));
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

/** From when on the key is not trusted that has signed a mark, if it was lost by then. */
function lostKey({ body, kid }: Row, states: readonly AuthorityState[]): string | null {
  const mark = markIn(body);
  return mark && lostBy(states, kid, mark.at);
}

function markIn(body: string): MatchMark | null {
  try {
    return JSON.parse(body) as MatchMark;
  } catch {
    return null;
  }
}
