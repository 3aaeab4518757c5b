import type { EffectState, EffectStatus } from '../../domain/effects.ts';
import type { Tx } from './pool.ts';

/** One message to one of our own people over one channel. */
export interface NewStaffNotice {
  key: string;
  case: string;
  round: number;
  occasion: string;
  /** Person id. */
  to: string;
  channel: string;
  /** UTC instant. */
  askedAt: string;
}

/** As it is kept. Instants are milliseconds of the database's clock. */
export interface StaffNoticeState extends EffectState {
  /** Id of the message in its channel; null until it is known. */
  told: string | null;
  attempts: number;
}

/** Adds the message unless it is kept, holds its row until the transaction ends, and reads the clock. */
export async function holdStaffNotice(
  tx: Tx,
  notice: NewStaffNotice,
): Promise<{ state: StaffNoticeState; now: number }> {
  const { key, case: id, round, occasion, to, channel, askedAt } = notice;
  await tx.query(
    `insert into staff_notices (key, case_id, round, occasion, person_id, channel, asked_at)
      values ($1, $2, $3, $4, $5, $6, $7) on conflict (key) do nothing`,
    [key, id, round, occasion, to, channel, askedAt],
  );
  const { rows } = await tx.query<{
    status: EffectStatus;
    told: string | null;
    answered: boolean;
    attempts: number;
    sentAt: number | null;
    leaseUntil: number | null;
    now: number;
  }>(
    `select status, told, answered, attempts, (extract(epoch from sent_at) * 1000)::float8 as "sentAt",
        (extract(epoch from lease_until) * 1000)::float8 as "leaseUntil",
        (extract(epoch from clock_timestamp()) * 1000)::float8 as now
      from staff_notices where key = $1 for update`,
    [key],
  );
  const [row] = rows;
  if (!row) throw new Error(`the message ${key} is not kept`);
  const { now, ...state } = row;
  // Its words are no payload of the key: the case that it tells of goes on.
  return { state: { ...state, payloadHash: '', undoBegun: false }, now };
}

/** Takes the lease of a held message; `sending` starts a new request. Answers the attempt's number. */
export async function leaseStaffNotice(
  tx: Tx,
  key: string,
  leaseMs: number,
  sending: boolean,
): Promise<number> {
  const { rows } = await tx.query<{ attempts: number }>(
    `update staff_notices set attempts = attempts + 1, lease_until = clock_timestamp() + $2 * interval '1 ms',
        status = case when $3 then 'sent' else status end, answered = case when $3 then false else answered end,
        sent_at = case when $3 then clock_timestamp() else sent_at end
      where key = $1 returning attempts`,
    [key, leaseMs, sending],
  );
  return rows[0]?.attempts ?? 0;
}

/** Ends an attempt and its lease. An attempt that has lost its lease may still report `done`, nothing else. */
export async function recordStaffNotice(
  tx: Tx,
  outcome: { key: string; attempt: number; status: EffectStatus; told?: string; answered?: boolean },
): Promise<void> {
  await tx.query(
    `update staff_notices set status = $3, told = coalesce($4, told), answered = $5, lease_until = null
      where key = $1 and status <> 'done' and (attempts = $2 or $3 = 'done')`,
    [outcome.key, outcome.attempt, outcome.status, outcome.told ?? null, outcome.answered ?? false],
  );
}

/** Over which channel a person was told last about a case; null: over none. @param but how the keys begin that do not count */
export async function lastChannel(
  tx: Tx,
  of: { case: string; to: string; but: string },
): Promise<string | null> {
  const { rows } = await tx.query<{ channel: string }>(
    `select channel from staff_notices
      where case_id = $1 and person_id = $2 and status = 'done' and not starts_with(key, $3)
      order by seq desc limit 1`,
    [of.case, of.to, of.but],
  );
  return rows[0]?.channel ?? null;
}

export interface StandingNotice extends Pick<NewStaffNotice, 'key' | 'to' | 'channel'> {
  status: EffectStatus;
  told: string | null;
}

/** Messages about a case, up to a round, that still ask for something. @param of.but a person whose messages go on */
export async function standingNotices(
  tx: Tx,
  of: { case: string; round: number; but: string | null },
): Promise<StandingNotice[]> {
  const { rows } = await tx.query<StandingNotice & { [column: string]: unknown }>(
    `select key, person_id as to, channel, status, told from staff_notices
      where case_id = $1 and round <= $3 and ended_at is null and status in ('sent', 'done', 'in_doubt') and person_id is distinct from $2
      order by seq`,
    [of.case, of.but, of.round],
  );
  return rows;
}

/** The message says how the question ended, or cannot. @param at UTC instant */
export async function endStaffNotice(tx: Tx, key: string, at: string): Promise<void> {
  await tx.query('update staff_notices set ended_at = $2 where key = $1', [key, at]);
}
