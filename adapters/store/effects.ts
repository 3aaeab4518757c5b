import { type AuditEntry, entryBody } from '../../domain/audit.ts';
import type { EffectState, EffectStatus, WriteId } from '../../domain/effects.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { DEFAULT_MODE, type RolloutMode } from '../../domain/rollout.ts';
import type { Landed } from '../ports/write.ts';
import { jsonb } from './jsonb.ts';
import type { Tx } from './pool.ts';

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

const MODE = (lifecycle: string, patterns: string) =>
  `(select mode from rollout where lifecycle = ${lifecycle} and segment = any(${patterns}::text[])
     order by mode <> 'off', array_position(${patterns}::text[], segment) limit 1)`;
/** The row that closes a case: everything that begins after it is refused. */
const closingKey = (caseId: string) => `${caseId}/rollback`;
const CLOSED = (key: string) => `exists (select from effects where key = ${key})`;
const MS = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;

/** Undos are not asked for their segment's mode: the kill switch never keeps what we wrote from going. */
const NO_QUESTION: ModeQuestion = { case: '', lifecycle: null, patterns: [] };

/** Reads an effect, the mode of its segment and the clock in one statement. */
export async function viewEffect(
  tx: Tx,
  key: string,
  question: ModeQuestion = NO_QUESTION,
): Promise<EffectView> {
  const [view] = await viewEffects(tx, [key], question);
  return view as EffectView;
}

/** The same for several effects of one case, in the order of their keys. */
export async function viewEffects(
  tx: Tx,
  keys: readonly string[],
  question: ModeQuestion,
): Promise<EffectView[]> {
  const { rows } = await tx.query(
    `select e.*, ${MS('e.sent_at')} as sent_ms, ${MS('e.lease_until')} as lease_ms,
       exists (select from effects u where u.undoes = e.key) as undo_begun,
       ${MODE('$2', '$3')} as mode, ${CLOSED('$4')} as closed, ${MS('clock_timestamp()')} as now_ms
     from unnest($1::text[]) with ordinality as asked (key, place) left join effects e on e.key = asked.key
     order by place`,
    [keys, question.lifecycle, question.patterns, closingKey(question.case)],
  );
  return rows.map((one) => {
    const row = one as Row;
    const { closed, now_ms: now } = row;
    const effect = row.key === null ? null : effectFrom({ ...row, undo_begun: row.undo_begun || closed });
    return { effect, mode: row.mode ?? DEFAULT_MODE, now, closed };
  });
}

/** Holds the effect's row until the transaction ends. */
export async function lockEffect(tx: Tx, key: string): Promise<void> {
  await tx.query('select from effects where key = $1 for update', [key]);
}

/**
 * First attempt: intent, before image, lease and kill switch in one statement, hence in one transaction.
 * `exists`: somebody else was first. `off`, `closed`: nothing was written.
 */
export async function insertSent(
  tx: Tx,
  effect: NewEffect,
  before: JsonObject | null,
  leaseMs: number,
  question: ModeQuestion,
): Promise<'claimed' | 'exists' | 'off' | 'closed'> {
  const { rows } = await tx.query<{ mode: RolloutMode | null; closed: boolean; claimed: boolean }>(
    // The share of the row keeps a closing out until the claim is written, and shows one that has come before it.
    `with one as (select writes_closed_at from cases where case_id = $2 for key share),
       switch as (
         select ${MODE('$11', '$12')} as mode,
           ${CLOSED('$13')} or exists (select from one where writes_closed_at is not null) as closed),
       claim as (
         insert into effects (key, case_id, step, revision, operation, payload, payload_hash, asked_at, before, status,
           attempts, sent_at, lease_until)
         select $1, $2, $3, $4, $5, $6, $7, $8, $9, 'sent', 1, clock_timestamp(), clock_timestamp() + $10 * interval '1 ms'
         from switch where mode is distinct from 'off' and not closed
         on conflict (key) do nothing returning 1)
     select mode, closed, exists (select from claim) as claimed from switch`,
    [
      ...identity(effect),
      jsonb(before),
      leaseMs,
      question.lifecycle,
      question.patterns,
      closingKey(effect.case),
    ],
  );
  const answer = rows[0] as { mode: RolloutMode | null; closed: boolean; claimed: boolean };
  if (answer.claimed) return 'claimed';
  if (answer.closed) return 'closed';
  return answer.mode === 'off' ? 'off' : 'exists';
}

/**
 * Closes a case to new writes, for good. Its row lets every claim that has begun end first, and every later one see the closing;
 * other cases write on. False when the case was closed before.
 */
export async function closeCase(tx: Tx, caseId: string, askedAt: string): Promise<boolean> {
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

export interface Outcome {
  key: string;
  /** The lease that this outcome was reached under. */
  attempt: number;
  status: EffectStatus;
  landed?: Landed | JsonObject;
  error?: JsonObject;
  /** The vendor has just answered: from now on, and not from the request's start, its search may lag. */
  answeredNow?: boolean;
  /** Written in the same statement as the change; nothing is audited when nothing changed. */
  audit?: { case: string; entry: AuditEntry };
}

/**
 * Ends an attempt and its lease, with its audit row, in one statement. An attempt that has lost its lease may still report
 * `done` (its request did land), nothing else. False when nothing was changed.
 */
export async function recordOutcome(tx: Tx, outcome: Outcome): Promise<boolean> {
  const { audit } = outcome;
  const { rows } = await tx.query<{ changed: boolean }>(
    `with changed as (
       update effects set status = $3, lease_until = null, landed = coalesce($4::jsonb, landed), error = $5, updated_at = now(),
         sent_at = case when $8 then clock_timestamp() else sent_at end
       where key = $1 and status <> 'done' and (attempts = $2 or $3 = 'done') returning key)
     select true as changed, case when $6::text is null then 0 else (select seq from audit_append($6, $7)) end as seq from changed`,
    [
      outcome.key,
      outcome.attempt,
      outcome.status,
      jsonb((outcome.landed ?? null) as JsonObject | null),
      jsonb(outcome.error ?? null),
      audit?.case ?? null,
      audit ? entryBody(audit.entry) : null,
      outcome.answeredNow ?? false,
    ],
  );
  return rows.length === 1;
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

function identity(effect: NewEffect): unknown[] {
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
