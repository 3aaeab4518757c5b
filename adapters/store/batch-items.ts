import { type BatchCounts, ITEM_STATES, type ItemState } from '../../domain/batch.ts';
import type { Tx } from './pool.ts';

/** An item as it is planned: a case by its key, or the page of rows that come after one key and up to another. */
export interface PlannedItem {
  ordinal: number;
  after: string | null;
  last: string;
  size: number;
}

/** An item that did not work out. */
export interface FailedItem {
  key: string;
  /** Rows; 1 for a case. */
  size: number;
  attempt: number;
  error: string;
  case: string | null;
}

/** Where planning goes on; null before the first item. */
export async function lastPlanned(
  tx: Tx,
  batch: string,
): Promise<Pick<PlannedItem, 'ordinal' | 'last'> | null> {
  const { rows } = await tx.query<{ ordinal: number; last: string }>(
    `select ordinal, last_key as last from batch_items where batch_id = $1 and not alone order by ordinal desc limit 1`,
    [batch],
  );
  return rows[0] ?? null;
}

/** Adds items. Those that are there stay as they are. @param at UTC instant */
export async function putItems(
  tx: Tx,
  batch: string,
  items: readonly PlannedItem[],
  at: string,
): Promise<void> {
  await tx.query(
    `insert into batch_items (batch_id, ordinal, after_key, last_key, size, changed_at)
      select $1, ordinal, after_key, last_key, size, $6
        from unnest($2::integer[], $3::text[], $4::text[], $5::integer[]) as i (ordinal, after_key, last_key, size)
      on conflict do nothing`,
    [
      batch,
      items.map(({ ordinal }) => ordinal),
      items.map(({ after }) => after),
      items.map(({ last }) => last),
      items.map(({ size }) => size),
      at,
    ],
  );
}

/** How many items stand where. */
export async function countItems(tx: Tx, batch: string): Promise<BatchCounts> {
  const { rows } = await tx.query<{ state: ItemState; count: number }>(
    'select state, sum(size)::integer as count from batch_items where batch_id = $1 group by state',
    [batch],
  );
  const found = new Map(rows.map(({ state, count }) => [state, count]));
  return Object.fromEntries(ITEM_STATES.map((state) => [state, found.get(state) ?? 0])) as BatchCounts;
}

/** Whether an item is left that comes to rest without people. */
export async function anyToDo(tx: Tx, batch: string): Promise<boolean> {
  const { rows } = await tx.query(
    `select from batch_items where batch_id = $1 and state in ('waiting', 'running') limit 1`,
    [batch],
  );
  return rows.length > 0;
}

/** Items that came to rest after an instant. */
export async function itemsSince(tx: Tx, batch: string, since: string): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    `select coalesce(sum(size), 0)::integer as count from batch_items
      where batch_id = $1 and state in ('asked', 'done', 'failed') and changed_at > $2`,
    [batch, since],
  );
  return rows[0]?.count ?? 0;
}

/** Those that failed, newest first. */
export async function failedItems(tx: Tx, batch: string, limit: number): Promise<FailedItem[]> {
  const { rows } = await tx.query<FailedItem>(
    `select last_key as key, size, attempt, coalesce(error, '') as error, case_id as case
      from batch_items where batch_id = $1 and state = 'failed' order by changed_at desc, last_key limit $2`,
    [batch, limit],
  );
  return rows;
}

/** Lets items that failed wait for another attempt; the others stay as they are. @returns how many rows or cases */
export async function retryFailed(tx: Tx, batch: string, at: string): Promise<number> {
  const { rows } = await tx.query<{ size: number }>(
    `update batch_items set state = 'waiting', attempt = attempt + 1, error = null, case_id = null, changed_at = $2
      where batch_id = $1 and state = 'failed' returning size`,
    [batch, at],
  );
  return rows.reduce((sum, { size }) => sum + size, 0);
}
