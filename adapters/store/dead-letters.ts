import { v7 as uuidv7 } from 'uuid';
import { wellFormed } from '../../domain/evidence.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { addressesIn } from './addresses.ts';
import type { Tx } from './pool.ts';
import { keysOf, openPerson, SubjectErased } from './seal.ts';
import { openBytes, sealBytes, type Vault } from './vault.ts';

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
  /** When a retry took all of it in; null while it waits. */
  retriedAt: string | null;
  /** The case it became by a retry. */
  case: string | null;
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
    problem: LetterProblem;
    receivedAt: string;
  },
): Promise<string> {
  const id = uuidv7();
  const own = await openPerson(tx, vault, `letter:${id}`);
  const { iv, tag, ct } = sealBytes(own.key, own.id, letter.body);
  const people = addressesIn(letter.body).map(vault.personOf);
  await tx.query(
    `insert into dead_letters (id, source, received_at, content_type, subject_id, people, body, problem, lifecycle)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      letter.source,
      letter.receivedAt,
      letter.contentType,
      own.id,
      people,
      Buffer.concat([iv, tag, ct]),
      JSON.stringify(wellFormed(letter.problem)),
      letter.lifecycle,
    ],
  );
  return id;
}

/** Dead letters without their bodies, newest first. */
export async function listDeadLetters(
  tx: Tx,
  filter: { lifecycle?: readonly Lifecycle[]; retried?: boolean; limit?: number } = {},
): Promise<DeadLetter[]> {
  const { rows } = await tx.query<LetterColumns>(
    `select id, lifecycle, source, received_at, content_type, problem, retried_at, case_id from dead_letters
      where ($1::boolean is null or (retried_at is not null) = $1) and ($3::text[] is null or lifecycle = any($3))
      order by received_at desc, id desc limit $2`,
    [filter.retried ?? null, filter.limit ?? 200, filter.lifecycle ?? null],
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
  const key = (await keysOf(tx, vault, [row.subject_id])).get(row.subject_id);
  if (!key) throw new SubjectErased(row.subject_id);
  const parts = {
    iv: row.body.subarray(0, 12),
    tag: row.body.subarray(12, 28),
    ct: row.body.subarray(28),
  };
  return { ...fromColumns(row), body: openBytes(key, row.subject_id, parts) };
}

/** What a retry made of a dead letter: the case that it became, and whether anything of it was refused again. */
export interface Retried {
  case: string | null;
  refused: boolean;
}

/** Notes a retry. A letter of which anything was refused again goes on waiting. @param at by the application's clock */
export async function noteRetry(tx: Tx, id: string, retried: Retried, at: Date): Promise<void> {
  await tx.query(
    'update dead_letters set retried_at = $3, case_id = coalesce($2, case_id) where id::text = $1',
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
    case: row.case_id,
  };
}
