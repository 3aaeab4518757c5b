import type { AuditProblem } from '../../domain/audit.ts';
import type { AuthorityState, TrustRoot } from '../../domain/gate/authority-log.ts';
import { type MarkedAs, type MatchMark, markBody, pairOf, standingMarks } from '../../domain/match/marks.ts';
import { signText } from '../keys/sign.ts';
import { appendAudit, auditOf } from './audit.ts';
import {
  AuthorityRefused,
  type AuthoritySigner,
  readAuthority,
  readAuthorityHistory,
} from './authority-log.ts';
import { sha256 } from './hash.ts';
import { judgedMarks, MATCH_CASE, type MarkRow, objectionToMark } from './judged-marks.ts';
import type { Tx } from './pool.ts';
import type { NamedRow } from './proof-verify.ts';

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
  const refused = objectionToMark(row, state);
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
  const { rows } = await tx.query<MarkRow>(
    `select seq, body, kid, signature from match_marks where record_a = any($1) or record_b = any($1) order by seq`,
    [records],
  );
  if (rows.length === 0) return [];
  const { states } = await readAuthorityHistory(tx, root);
  const judged = await judgedMarks(tx, root, states, rows);
  return standingMarks(
    judged
      .filter(({ objection, unproven }) => objection === null && unproven === null)
      .map(({ body }) => JSON.parse(body) as MatchMark),
  );
}

/** What is wrong with the marks that are kept, and which of them somebody should look at. */
export async function verifyMarks(
  tx: Tx,
  root: TrustRoot,
  states: readonly AuthorityState[],
): Promise<{ problems: AuditProblem[]; doubtful: NamedRow[] }> {
  const { rows } = await tx.query<MarkRow>('select seq, body, kid, signature from match_marks order by seq');
  const audited = await auditedMarks(tx);
  const forged = (message: string): AuditProblem => ({ case: MATCH_CASE, kind: 'mark_forged', message });
  const problems: AuditProblem[] = [];
  const doubtful: NamedRow[] = [];
  for (const { seq, body, objection, unproven } of await judgedMarks(tx, root, states, rows)) {
    if (objection !== null) problems.push(forged(`mark ${seq} does not count: ${objection}`));
    else if (!audited.has(sha256(body))) problems.push(forged(`no row of the trail tells of mark ${seq}`));
    else if (unproven !== null)
      doubtful.push({ case: MATCH_CASE, seq: null, message: `mark ${seq} does not count: ${unproven}` });
  }
  // With a word that was taken back gone, the one before it would count again.
  const kept = new Set(rows.map(({ body }) => sha256(body)));
  for (const [hash, seq] of audited)
    if (!kept.has(hash))
      problems.push({
        case: MATCH_CASE,
        kind: 'mark_missing',
        message: `row ${seq} tells of a mark that is not kept any more`,
      });
  return { problems, doubtful };
}

/** Row of the trail by the hash of the mark that it tells of. */
async function auditedMarks(tx: Tx): Promise<Map<string, number>> {
  const marked = (await auditOf(tx, MATCH_CASE)).filter(({ entry }) => entry.action === 'match.marked');
  return new Map(marked.map(({ seq, entry }) => [String(entry.markHash), seq]));
}
