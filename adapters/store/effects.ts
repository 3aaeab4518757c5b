import type { EffectState, EffectStatus, WriteId } from '../../domain/effects.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { DEFAULT_MODE, type RolloutMode } from '../../domain/rollout.ts';
import type { Landed } from '../ports/write.ts';
import { jsonb } from './jsonb.ts';
import type { Tx } from './pool.ts';
import { raw, send, sql } from './sql.ts';

/** A write as the ledger keeps it. Instants are milliseconds of the database's clock. */
export interface Effect extends EffectState, WriteId {
  payload: JsonObject;
  before: JsonObject | null;
  landed: Landed | null;
  error: JsonObject | null;
  /** Counts leases: who finds another number here has lost its lease. */
  attempts: number;
}

/** What the ledger and the kill switch say at one instant. */
export interface EffectView {
  effect: Effect | null;
  mode: RolloutMode;
  now: number;
  /** The case's rollback has begun: it writes nothing any more. */
  closed: boolean;
}

export interface NewEffect extends WriteId {
  payload: JsonObject;
  payloadHash: string;
  /** UTC instant by the application's clock. */
  askedAt: string;
}

/** Who asks whether it may write: the case, and what its rollout is looked up by (domain/rollout.ts, segmentPatterns). */
export interface ModeQuestion {
  case: string;
  /** Null: the mode is not asked for. */
  lifecycle: Lifecycle | null;
  patterns: string[];
}

/** SQL: the mode of the rollout that governs a case, null where none does. @param patterns of its segment, nearest first */
export const MODE = (lifecycle: string, patterns: string) =>
  `(select mode from rollout where lifecycle = ${lifecycle} and segment = any(${patterns}::text[])
     order by mode <> 'off', array_position(${patterns}::text[], segment) limit 1)`;
/** The row that closes a case: everything that begins after it is refused. */
export const closingKey = (caseId: string) => `${caseId}/rollback`;
export const CLOSED = (key: string) => `exists (select from effects where key = ${key})`;
const MS = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;

/** Undos are not asked for their segment's mode: the kill switch never keeps what we wrote from going. */
const NO_QUESTION: ModeQuestion = { case: '', lifecycle: null, patterns: [] };

/** Reads an effect, the mode of its segment and the clock in one statement. */
export async function viewEffect(
  tx: Tx,
  key: string,
  question: ModeQuestion = NO_QUESTION,
): Promise<EffectView> {
  const { rows } = await tx.query(
    `select e.*, ${MS('e.sent_at')} as sent_ms, ${MS('e.lease_until')} as lease_ms,
       exists (select from effects u where u.undoes = e.key) as undo_begun,
       ${MODE('$2', '$3')} as mode, ${CLOSED('$4')} as closed, ${MS('clock_timestamp()')} as now_ms
     from (values ($1)) as asked (key) left join effects e on e.key = asked.key`,
    [key, question.lifecycle, question.patterns, closingKey(question.case)],
  );
  const row = rows[0] as Row;
  const { closed, now_ms: now } = row;
  const effect = row.key === null ? null : effectFrom({ ...row, undo_begun: row.undo_begun || closed });
  return { effect, mode: row.mode ?? DEFAULT_MODE, now, closed };
}

/** What has to be known before a case writes for the first time. */
export interface WritesStanding extends Pick<EffectView, 'mode' | 'closed'> {
  /** Keys of those writes that the ledger has already. */
  known: string[];
}

/** Whether a case may write, and which of these writes it has begun before. One statement. */
export async function standingOfWrites(
  tx: Tx,
  keys: readonly string[],
  question: ModeQuestion,
): Promise<WritesStanding> {
  const { lifecycle, patterns } = question;
  const { rows } = await send<Omit<WritesStanding, 'mode'> & { mode: RolloutMode | null }>(
    tx,
    sql`select array(select key from effects where key = any(keys)) as known,
        ${raw(MODE('lifecycle_asked', 'patterns'))} as mode, ${raw(CLOSED('closing'))} as closed
      from (select ${keys}::text[] as keys, ${lifecycle}::text as lifecycle_asked, ${patterns}::text[] as patterns,
        ${closingKey(question.case)}::text as closing) asked`,
  );
  const { mode, ...row } = rows[0] as (typeof rows)[number];
  return { ...row, mode: mode ?? DEFAULT_MODE };
}

/** Holds the effect's row until the transaction ends. */
export async function lockEffect(tx: Tx, key: string): Promise<void> {
  await tx.query('select from effects where key = $1 for update', [key]);
}

/**
 * Closes a case to new writes, for good. Its row lets every claim that has begun end first, and every later one see the closing;
 * other cases write on. False when the case was closed before.
 */
export async function closeToWrites(tx: Tx, caseId: string, askedAt: string): Promise<boolean> {
  await tx.query('select from cases where case_id = $1 for update', [caseId]);
  await tx.query('update cases set writes_closed_at = $2 where case_id = $1 and writes_closed_at is null', [
    caseId,
    askedAt,
  ]);
  const closing = {
    step: 'rollback',
    revision: 0,
    operation: 'rollback',
    payload: {},
    payloadHash: '',
    askedAt,
  };
  return insertIntended(tx, { key: closingKey(caseId), case: caseId, ...closing });
}

/** Adds the row of an undo; nothing when it is there. */
export async function insertUndo(tx: Tx, effect: NewEffect, undoes: string): Promise<void> {
  await insertIntended(tx, effect, undoes);
}

async function insertIntended(tx: Tx, effect: NewEffect, undoes: string | null = null): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into effects (key, case_id, step, revision, operation, payload, payload_hash, asked_at, undoes, status)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'intended') on conflict (key) do nothing`,
    [...identity(effect), undoes],
  );
  return rowCount === 1;
}

/** Takes the lease of a locked row; `sending` starts a new request. Answers the attempt's number. */
export async function lease(tx: Tx, key: string, leaseMs: number, sending: boolean): Promise<number> {
  const { rows } = await tx.query<{ attempts: number }>(
    `update effects set attempts = attempts + 1, lease_until = clock_timestamp() + $2 * interval '1 ms', updated_at = now(),
       status = case when $3 then 'sent' else status end, error = case when $3 then null else error end,
       sent_at = case when $3 then clock_timestamp() else sent_at end
     where key = $1 returning attempts`,
    [key, leaseMs, sending],
  );
  return (rows[0] as { attempts: number }).attempts;
}

/** Every write of a case that has not been undone, last first: the order in which undos run. */
export async function standingEffects(tx: Tx, caseId: string): Promise<Effect[]> {
  const { rows } = await tx.query(
    `select e.*, ${MS('e.sent_at')} as sent_ms, ${MS('e.lease_until')} as lease_ms,
       exists (select from effects u where u.undoes = e.key) as undo_begun
     from effects e
     where e.case_id = $1 and e.undoes is null and e.status in ('sent', 'done', 'in_doubt')
       and not exists (select from effects u where u.undoes = e.key and u.status = 'done')
     order by e.seq desc`,
    [caseId],
  );
  return rows.map((row) => effectFrom(row as Row));
}

interface Row {
  [column: string]: unknown;
  key: string | null;
  mode: RolloutMode | null;
  now_ms: number;
  closed: boolean;
  undo_begun: boolean;
}

/** The columns that say what an effect is, in the order in which statements name them. */
export function identity(effect: NewEffect): unknown[] {
  const { key, case: id, step, revision, operation, payload, payloadHash, askedAt } = effect;
  return [key, id, step, revision, operation, jsonb(payload), payloadHash, askedAt];
}

function effectFrom(row: Row): Effect {
  const error = row.error as JsonObject | null;
  return {
    key: row.key as string,
    case: row.case_id as string,
    step: row.step as string,
    revision: row.revision as number,
    operation: row.operation as string,
    payload: row.payload as JsonObject,
    payloadHash: row.payload_hash as string,
    status: row.status as EffectStatus,
    before: row.before as JsonObject | null,
    landed: row.landed as Landed | null,
    error,
    answered: error?.answered === true,
    sentAt: row.sent_ms as number | null,
    leaseUntil: row.lease_ms as number | null,
    undoBegun: row.undo_begun,
    attempts: row.attempts as number,
  };
}
