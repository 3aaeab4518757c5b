import { OPEN_STATUSES } from '../../domain/case.ts';
import type { Tx } from './pool.ts';

/** A case of a batch that has to be started; starting it again changes nothing. */
export interface CaseToStart {
  key: string;
  attempt: number;
}

/** Ends of a case after which its item is tried again on request. */
const BROKEN = ['failed', 'rollback_incomplete'];

/**
 * Brings the items of a batch up to date with the rows of their cases, which say where each stands. A case whose rollout is switched off waits
 * for people, too.
 * @param states of the items that are looked at
 */
export async function settleCases(
  tx: Tx,
  batch: string,
  states: readonly ('running' | 'asked')[],
  at: string,
): Promise<void> {
  await tx.query(
    `update batch_items i set state = s.state, error = s.error, changed_at = $2
      from (
        select c.case_id,
            case when c.status = any($3) then 'failed'
                when c.status <> all($4) then 'done'
                when c.status = 'running' and c.open_problem <> 'kill_switch' then 'running'
                else 'asked' end as state,
            case when c.status = any($3) then c.outcome end as error
          from cases c
          where c.case_id in (
            select case_id from batch_items where batch_id = $1 and state = any($5) and case_id is not null)
      ) s
      where i.batch_id = $1 and i.state = any($5) and i.case_id = s.case_id and i.state <> s.state`,
    [batch, at, BROKEN, [...OPEN_STATUSES], states],
  );
}

/** Takes as many waiting items as the window has room for; those that were taken and not started, because somebody was killed, come again. */
export async function takeCases(tx: Tx, batch: string, window: number, at: string): Promise<CaseToStart[]> {
  await tx.query(
    `update batch_items set state = 'running', changed_at = $3
      where batch_id = $1 and not alone and last_key in (
        select last_key from batch_items where batch_id = $1 and state = 'waiting' order by ordinal
          limit greatest(0, $2 - (select count(*) from batch_items where batch_id = $1 and state = 'running')))`,
    [batch, window, at],
  );
  const { rows } = await tx.query<CaseToStart>(
    `select last_key as key, attempt from batch_items
      where batch_id = $1 and state = 'running' and case_id is null order by ordinal`,
    [batch],
  );
  return rows;
}

/** Notes which case an item is. */
export async function caseStarted(
  tx: Tx,
  batch: string,
  { key, attempt }: CaseToStart,
  id: string,
): Promise<void> {
  await tx.query(
    `update batch_items set case_id = $4
      where batch_id = $1 and last_key = $2 and not alone and attempt = $3 and state = 'running'`,
    [batch, key, attempt, id],
  );
}

/** Notes that an item's case cannot be started. */
export async function caseNotStarted(
  tx: Tx,
  batch: string,
  { key, attempt }: CaseToStart,
  error: string,
  at: string,
): Promise<void> {
  await tx.query(
    `update batch_items set state = 'failed', error = $4, changed_at = $5
      where batch_id = $1 and last_key = $2 and not alone and attempt = $3 and state = 'running' and case_id is null`,
    [batch, key, attempt, error, at],
  );
}

/**
 * Batches of whose cases that waited for people so many have ended that their workflow should know: `many` of them, or all that were open.
 * So a workflow gets a signal for many ends at once.
 */
export async function batchesWithEnds(tx: Tx, many: number): Promise<string[]> {
  const { rows } = await tx.query<{ batch: string }>(
    `select batch_id as batch from batches b
      cross join lateral (
        select count(*) as open, count(*) filter (where c.status <> all($1)) as ended
          from batch_items i left join cases c using (case_id)
          where i.batch_id = b.batch_id and i.state in ('waiting', 'running', 'asked')
      ) as items
      where b.state = 'running' and b.planned and ended > 0 and (ended >= $2 or ended = open)`,
    [[...OPEN_STATUSES], many],
  );
  return rows.map(({ batch }) => batch);
}
