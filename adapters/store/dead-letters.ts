import { v7 as uuidv7 } from 'uuid';
import { wellFormed } from '../../domain/evidence.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { addressesIn } from './addresses.ts';
import { appendAudit } from './audit.ts';
import type { Tx } from './pool.ts';
import { openPerson, subjectKeysOf } from './seal.ts';
import { openWhole, sealWhole, subjectOf } from './sealed-bytes.ts';
import type { Vault } from './vault.ts';

/** Why input was rejected; free of the input's own values, since it is not sealed. */
export type LetterProblem = { code: string; title: string; field?: string; fix: string };

/** Input that could not become a case, kept with its reason so that it can be corrected and retried. */
export interface DeadLetter {
  id: string;
  /** Whose intake reads it again. */
  lifecycle: Lifecycle;
  source: string;
  receivedAt: string;
  contentType: string | null;
  problem: LetterProblem;
  /** When a retry took all of it in, or somebody settled it; null while it waits. */
  retriedAt: string | null;
  /** Who settled it without taking it in: a person id, or `system` for what wants no answer. */
  settledBy: string | null;
  /** The case it became by a retry. */
  case: string | null;
}

/** Where rejected input stood; what is not known is null. Personal data. */
export interface LetterAbout {
  file: string | null;
  /** As a spreadsheet program counts. */
  row: number | null;
  sheet: string | null;
  customer: string | null;
}

/**
 * Keeps rejected input, sealed with a key of its own. The addresses found in it are noted as keyed hashes, so that erasing
 * any of those people destroys it. @returns its id (UUIDv7).
 */
export async function putDeadLetter(
  tx: Tx,
  vault: Vault,
  letter: {
    lifecycle: Lifecycle;
    source: string;
    contentType: string | null;
    body: Buffer;
    /** Those in the body, where they have been looked for already: that takes seconds for megabytes. */
    addresses?: readonly string[];
    problem: LetterProblem;
    receivedAt: string;
    about?: LetterAbout | null;
    /** It wants no answer: nobody has to do anything about it. */
    aside?: boolean;
  },
): Promise<string> {
  const id = uuidv7();
  const own = await openPerson(tx, vault, `letter:${id}`);
  const people = (letter.addresses ?? addressesIn(letter.body)).map(vault.personOf);
  await tx.query(
    `insert into dead_letters (id, source, received_at, content_type, subject_id, people, body, problem, lifecycle, about,
        retried_at, settled_by)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, case when $11 then $3::timestamptz end, case when $11 then 'system' end)`,
    [
      id,
      letter.source,
      letter.receivedAt,
      letter.contentType,
      own.id,
      people,
      sealWhole(own, letter.body),
      JSON.stringify(wellFormed(letter.problem)),
      letter.lifecycle,
      letter.about ? sealWhole(own, Buffer.from(JSON.stringify(letter.about))) : null,
      letter.aside === true,
    ],
  );
  return id;
}

/** Dead letters without their bodies, newest first. */
export async function listDeadLetters(
  tx: Tx,
  filter: { lifecycle?: readonly Lifecycle[]; retried?: boolean; settled?: boolean; limit?: number } = {},
): Promise<DeadLetter[]> {
  const { rows } = await tx.query<LetterColumns>(
    `select id, lifecycle, source, received_at, content_type, problem, retried_at, case_id, settled_by from dead_letters
      where ($1::boolean is null or (retried_at is not null) = $1) and ($3::text[] is null or lifecycle = any($3))
        and ($4::boolean is null or (settled_by is not null) = $4)
      order by received_at desc, id desc limit $2`,
    [filter.retried ?? null, filter.limit ?? 200, filter.lifecycle ?? null, filter.settled ?? null],
  );
  return rows.map(fromColumns);
}

/**
 * One dead letter with its body as it was received; undefined when there is none.
 * @throws SubjectErased when a person in it was erased.
 */
export async function readDeadLetter(
  tx: Tx,
  vault: Vault,
  id: string,
): Promise<(DeadLetter & { body: Buffer }) | undefined> {
  const { rows } = await tx.query<LetterColumns & { subject_id: string; body: Buffer }>(
    'select * from dead_letters where id::text = $1',
    [id],
  );
  const row = rows[0];
  if (!row) return undefined;
  return { ...fromColumns(row), body: openWhole(await subjectOf(tx, vault, row.subject_id), row.body) };
}

/** What is sealed beside a letter's body. */
export interface LetterDetails extends LetterAbout {
  /** Why somebody settled it. */
  reason: string | null;
}

/** Where letters stood and why they were settled, by id; one of which a person was erased says nothing. */
export async function letterDetails(
  tx: Tx,
  vault: Vault,
  ids: readonly string[],
): Promise<Map<string, LetterDetails>> {
  const { rows } = await tx.query<{
    id: string;
    subject_id: string;
    about: Buffer | null;
    settled_reason: Buffer | null;
  }>('select id, subject_id, about, settled_reason from dead_letters where id::text = any($1)', [ids]);
  const keys = await subjectKeysOf(
    tx,
    vault,
    rows.map((row) => row.subject_id),
  );
  const details = new Map<string, LetterDetails>();
  for (const row of rows) {
    const key = keys.get(row.subject_id);
    const opened = (sealed: Buffer | null) =>
      key && sealed ? openWhole({ id: row.subject_id, key }, sealed).toString() : null;
    const about = JSON.parse(opened(row.about) ?? 'null') as LetterAbout | null;
    details.set(row.id, { ...(about ?? NOWHERE), reason: opened(row.settled_reason) });
  }
  return details;
}

const NOWHERE: LetterAbout = { file: null, row: null, sheet: null, customer: null };

/**
 * Notes that nothing more is to be done about a letter. It stays, and can still be read again. Who settled it stays in the audit, too, when
 * the letter and the reason that is sealed with it have gone.
 * @param settlement.by person id
 * @returns false when it does not wait
 * @throws SubjectErased when a person in it was erased
 */
export async function settleLetter(
  tx: Tx,
  vault: Vault,
  id: string,
  { by, reason, at }: { by: string; reason: string; at: Date },
): Promise<boolean> {
  const { rows } = await tx.query<{ subject_id: string }>(
    'select subject_id from dead_letters where id::text = $1 and retried_at is null for update',
    [id],
  );
  const [row] = rows;
  if (!row) return false;
  const sealed = sealWhole(await subjectOf(tx, vault, row.subject_id), Buffer.from(reason));
  await tx.query(
    'update dead_letters set retried_at = $2, settled_by = $3, settled_reason = $4 where id::text = $1',
    [id, at, by, sealed],
  );
  await appendAudit(tx, letterChain(id), { at: at.toISOString(), actor: by, action: 'letter.settled' });
  return true;
}

/** Under this name a letter has its audit chain. */
function letterChain(id: string): string {
  return `letter:${id}`;
}

/** What a retry made of a dead letter: the case that it became, and whether anything of it was refused again. */
export interface Retried {
  case: string | null;
  refused: boolean;
}

/** Notes a retry. A letter of which anything was refused again goes on waiting, unless it was settled. @param at by the application's clock */
export async function noteRetry(tx: Tx, id: string, retried: Retried, at: Date): Promise<void> {
  await tx.query(
    `update dead_letters set case_id = coalesce($2, case_id),
        retried_at = coalesce($3, case when settled_by is not null then retried_at end)
      where id::text = $1`,
    [id, retried.case, retried.refused ? null : at],
  );
}

interface LetterColumns {
  id: string;
  lifecycle: Lifecycle;
  source: string;
  received_at: Date;
  content_type: string | null;
  problem: LetterProblem;
  retried_at: Date | null;
  case_id: string | null;
  settled_by: string | null;
}

function fromColumns(row: LetterColumns): DeadLetter {
  return {
    id: row.id,
    lifecycle: row.lifecycle,
    source: row.source,
    receivedAt: row.received_at.toISOString(),
    contentType: row.content_type,
    problem: row.problem,
    retriedAt: row.retried_at?.toISOString() ?? null,
    settledBy: row.settled_by,
    case: row.case_id,
  };
}
