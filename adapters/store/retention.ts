import type { Deleted, RetentionDays } from '../../domain/retention.ts';
import type { Tx } from './pool.ts';

/**
 * What the steps of a case have answered is needed until then, whatever its end. @param until UTC instant; null: its end counts
 */
export async function keepUntil(tx: Tx, caseId: string, until: string | null): Promise<void> {
  await tx.query('update cases set kept_until = $2 where case_id = $1', [caseId, until]);
}

const AGE = (column: string) => `${column} < $2::timestamptz - $1 * interval '1 day'`;

/**
 * Deletes what is past its time; what the database's own clock holds to be young stays all the same (migration 0004). A dead
 * letter's key goes with it, so that a copy of its body in a backup cannot be read with this database's keys.
 */
export async function deleteExpired(tx: Tx, days: RetentionDays, now: Date): Promise<Deleted> {
  // A first run after a long time has much to do.
  await tx.query("select set_config('statement_timeout', '240000', true)");
  const letters = await tx.query<{ subject_id: string }>(
    `delete from dead_letters where ${AGE('received_at')} returning subject_id`,
    [days.deadLetters, now],
  );
  await tx.query(
    `update subjects set wrapped_key = null, destroyed_at = $2
      where subject_id = any($1) and destroyed_at is null`,
    [letters.rows.map((row) => row.subject_id), now],
  );
  const events = await tx.query(`delete from webhook_events where ${AGE('received_at')}`, [
    days.webhookEvents,
    now,
  ]);
  // What came in and was read is remembered as long as what came in and was known at once.
  const read = await tx.query(`delete from deliveries where state = 'settled' and ${AGE('received_at')}`, [
    days.webhookEvents,
    now,
  ]);
  const steps = await tx.query(
    `delete from steps s using cases c where c.case_id = s.case_id and ${AGE('c.ended_at')} and ${AGE('s.at')}
      and c.status in ('completed', 'rolled_back', 'failed') and (c.kept_until is null or ${AGE('c.kept_until')})`,
    [days.steps, now],
  );
  // Ended long ago: nobody asks for it any more.
  await tx.query("delete from record_leases where lease_until < $1::timestamptz - interval '1 day'", [now]);
  await tx.query("delete from vendor_calls where day < ($1::timestamptz at time zone 'UTC')::date - 31", [
    now,
  ]);
  const nonces = await tx.query(`delete from nonces where ${AGE('used_at')}`, [days.nonces, now]);
  return {
    deadLetters: letters.rows.length,
    webhookEvents: (events.rowCount ?? 0) + (read.rowCount ?? 0),
    steps: steps.rowCount ?? 0,
    nonces: nonces.rowCount ?? 0,
  };
}
