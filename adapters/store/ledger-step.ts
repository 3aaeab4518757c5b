import { type AuditEntry, entryBody } from '../../domain/audit.ts';
import type { EffectStatus } from '../../domain/effects.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { RolloutMode } from '../../domain/rollout.ts';
import type { Landed } from '../ports/write.ts';
import { CLOSED, closingKey, identity, MODE, type ModeQuestion, type NewEffect } from './effects.ts';
import { jsonb } from './jsonb.ts';
import type { Tx } from './pool.ts';

/** How an attempt of a write has ended. */
export interface AttemptOutcome {
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

/** The first attempt of a write, before it is made. */
export interface Intent {
  effect: NewEffect;
  /** What the record held. */
  before: JsonObject | null;
  leaseMs: number;
  question: ModeQuestion;
}

/** `exists`: somebody else was first. `off`, `closed`: nothing was written. */
export type Claimed = 'claimed' | 'exists' | 'off' | 'closed';

/**
 * One step of the ledger: how a write has ended, with its audit row, and the intent of the next one with its before image, lease and
 * kill switch. All in one statement, hence in one transaction. Each of the two may be missing.
 *
 * An attempt that has lost its lease may still report `done` (its request did land), nothing else.
 */
export async function stepLedger(
  tx: Tx,
  ended: AttemptOutcome | null,
  next: Intent | null,
): Promise<{ changed: boolean; claim: Claimed }> {
  const { rows } = await tx.query<{
    mode: RolloutMode | null;
    closed: boolean;
    changed: boolean;
    claimed: boolean;
  }>(STEP, [...outcomeValues(ended), ...intentValues(next)]);
  const { mode, closed, changed, claimed } = rows[0] as (typeof rows)[number];
  const refused = closed ? 'closed' : mode === 'off' ? 'off' : 'exists';
  return { changed, claim: claimed ? 'claimed' : refused };
}

/** Ends an attempt and its lease. False when nothing was changed. */
export async function recordOutcome(tx: Tx, ended: AttemptOutcome): Promise<boolean> {
  return (await stepLedger(tx, ended, null)).changed;
}

/**
 * The outcome has $1 to $8, the intent $9 to $21. The share of the case's row is taken first, in the order in which a rollback takes its locks:
 * it keeps a closing out until the claim is written, and shows one that has come before it.
 */
const STEP = `with one as (select writes_closed_at from cases where case_id = $10 for key share),
  switch as materialized (
    select ${MODE('$19', '$20')} as mode,
      ${CLOSED('$21')} or exists (select from one where writes_closed_at is not null) as closed),
  changed as (
    update effects set status = $3, lease_until = null, landed = coalesce($4::jsonb, landed), error = $5, updated_at = now(),
      sent_at = case when $8 then clock_timestamp() else sent_at end
    from switch
    where key = $1 and status <> 'done' and (attempts = $2 or $3 = 'done') returning key),
  audited as (
    select case when $6::text is null then 0 else (select seq from audit_append($6, $7)) end as seq from changed),
  claim as (
    insert into effects (key, case_id, step, revision, operation, payload, payload_hash, asked_at, before, status,
      attempts, sent_at, lease_until)
    select $9, $10, $11, $12, $13, $14, $15, $16, $17, 'sent', 1, clock_timestamp(), clock_timestamp() + $18 * interval '1 ms'
    from switch where $9::text is not null and mode is distinct from 'off' and not closed
    on conflict (key) do nothing returning 1)
  select mode, closed, (select count(seq) from audited) > 0 as audited, exists (select from changed) as changed,
    exists (select from claim) as claimed
  from switch`;

function outcomeValues(ended: AttemptOutcome | null): unknown[] {
  if (ended === null) return [null, null, null, null, null, null, null, false];
  const { key, attempt, status, landed, error, audit, answeredNow } = ended;
  return [
    ...[key, attempt, status],
    jsonb((landed ?? null) as JsonObject | null),
    jsonb(error ?? null),
    audit?.case ?? null,
    audit ? entryBody(audit.entry) : null,
    answeredNow ?? false,
  ];
}

function intentValues(next: Intent | null): unknown[] {
  if (next === null) return Array(13).fill(null);
  const { effect, before, leaseMs, question } = next;
  const { lifecycle, patterns } = question;
  return [...identity(effect), jsonb(before), leaseMs, lifecycle, patterns, closingKey(effect.case)];
}
