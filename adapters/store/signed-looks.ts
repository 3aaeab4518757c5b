import { type AuditEntry, type AuditProblem, entryBody } from '../../domain/audit.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import type { Json } from '../../domain/json.ts';
import type { SigningKey } from '../keys/keys.ts';
import { signText, verifyText } from '../keys/sign.ts';
import type { StoredChain } from './audit-chains.ts';
import { contentHash } from './hash.ts';
import type { Tx } from './pool.ts';
import { send, sql } from './sql.ts';
import { together } from './together.ts';

/**
 * What a worker has made of a case is signed by the installation, in the row of the trail that tells of it: evidence, decision and the
 * answer that the workflow and whoever decides act on. Our own role in the database can write all of these, and sign none.
 */

/** The row of the trail, signed. @param answer of the look, as it is kept */
export function signedLook(
  key: Pick<SigningKey, 'privateKey'>,
  caseId: string,
  entry: AuditEntry,
  answer: object,
): AuditEntry {
  const said = { ...entry, answer: contentHash(asKept(answer)) };
  return { ...said, signature: signText(key.privateKey, 'look', lookText(caseId, said)) };
}

/** A row of the trail that tells of a look. */
interface ComputedRow {
  seq: number;
  entry: AuditEntry;
}

/** Why a row of the trail is no worker's; null when the installation has signed it. */
function objectionToRow(caseId: string, { signature, ...said }: AuditEntry, root: TrustRoot): string | null {
  if (typeof signature !== 'string') return 'the installation has not signed it';
  const good = verifyText(root.publicKey, 'look', lookText(caseId, said as AuditEntry), signature);
  return good ? null : 'it is not what the installation has signed';
}

/**
 * The answer of the newest revision of a case that a worker has looked at, as its trail says: the row of the case could be set back to an earlier
 * one. What nobody has signed is passed over, unless it was kept before looks were signed. One statement.
 * @param only of this revision
 */
export async function newestSignedLook<Answer>(
  tx: Tx,
  root: TrustRoot,
  caseId: string,
  only?: number,
): Promise<Answer | undefined> {
  const [answers, { computed, unsignedUntil }] = await together(tx, (tx) => [
    answersOf(tx, caseId),
    computedRows(tx, caseId),
  ]);
  const newestFirst = computed
    .map((row) => ({ row, revision: Number(row.entry.revision) }))
    .filter(({ revision }) => (only === undefined ? Number.isInteger(revision) : revision === only))
    .sort((a, b) => b.revision - a.revision);
  for (const { row, revision } of newestFirst) {
    const answer = answers.get(lookStep(caseId, revision));
    if (answer === undefined) continue;
    if (objectionToLook(caseId, row, answer, root, unsignedUntil) === null) return answer as Answer;
  }
  return undefined;
}

/** Under which the answer of one revision is kept. */
export const lookStep = (caseId: string, revision: number): string => `${caseId}/triage/${revision}`;

async function answersOf(tx: Tx, caseId: string): Promise<ReadonlyMap<string, Json>> {
  const { rows } = await send<{ step: string; answer: Json }>(
    tx,
    sql`select step, answer from steps where step in (
        select ${caseId} || '/triage/' || (body::json ->> 'revision') from audit
          where case_id = ${caseId} and position('"action":"decision.computed"' in body) > 0)`,
  );
  return new Map(rows.map(({ step, answer }) => [step, answer]));
}

async function computedRows(tx: Tx, caseId: string) {
  const { rows } = await send<{ seq: number; body: string; until: number }>(
    tx,
    sql`select a.seq, a.body, h.looks_unsigned_until as until from audit a join audit_heads h using (case_id)
      where a.case_id = ${caseId} and position('"action":"decision.computed"' in a.body) > 0 order by a.seq`,
  );
  return {
    computed: rows
      .map(({ seq, body }): ComputedRow => ({ seq, entry: JSON.parse(body) as AuditEntry }))
      .filter(({ entry }) => entry.action === 'decision.computed'),
    unsignedUntil: rows[0]?.until ?? 0,
  };
}

/** Why a row does not vouch for an answer; null when it does. */
function objectionToLook(
  caseId: string,
  { seq, entry }: ComputedRow,
  answer: Json,
  root: TrustRoot,
  unsignedUntil: number,
): string | null {
  if (seq <= unsignedUntil) return null;
  return (
    objectionToRow(caseId, entry, root) ??
    (entry.answer === contentHash(answer) ? null : 'what is kept is not what was signed')
  );
}

/**
 * Looks of sound chains that no worker has taken: rows of the trail that the installation has not signed, and kept answers that differ from
 * what it has.
 * @param before by case: rows up to this one were covered before the log of authority began
 */
export async function unsignedLooks(
  tx: Tx,
  root: TrustRoot,
  chains: readonly StoredChain[],
  before: ReadonlyMap<string, number>,
): Promise<AuditProblem[]> {
  const ids = chains.map((chain) => chain.case);
  const { rows: kept } = await tx.query<{ case_id: string; revision: number; answer: Json }>(
    `select case_id, substring(step from '/triage/([0-9]+)$')::int as revision, answer from steps
      where case_id = any($1) and step = case_id || '/triage/' || substring(step from '/triage/([0-9]{1,9})$')`,
    [ids],
  );
  const answers = new Map(kept.map((row) => [`${row.case_id} ${row.revision}`, row.answer]));
  return chains.flatMap(({ case: id, rows, looksUnsignedUntil }) => {
    const last = Math.max(looksUnsignedUntil, before.get(id) ?? 0);
    return rows
      .map(({ seq, body }): ComputedRow => ({ seq, entry: JSON.parse(body) as AuditEntry }))
      .filter(({ seq, entry }) => entry.action === 'decision.computed' && seq > last)
      .flatMap((row): AuditProblem[] => {
        const answer = answers.get(`${id} ${row.entry.revision}`);
        const why =
          answer === undefined
            ? objectionToRow(id, row.entry, root)
            : objectionToLook(id, row, answer, root, last);
        const message = `row ${row.seq}: the look at revision ${row.entry.revision} is not a worker's: ${why}`;
        return why === null ? [] : [{ case: id, kind: 'look_forged', message }];
      });
  });
}

function lookText(caseId: string, entry: AuditEntry): string {
  return `${caseId}\n${entryBody(entry)}`;
}

/** As it comes back from Postgres. */
function asKept(answer: object): Json {
  return JSON.parse(JSON.stringify(answer)) as Json;
}
