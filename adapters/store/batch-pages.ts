import type { Tx } from './pool.ts';

/** A page of rows of a batch, locked by whoever works on it. */
export interface BatchPage {
  batch: string;
  after: string | null;
  last: string;
  alone: boolean;
  ordinal: number;
  size: number;
  attempt: number;
}

/** A row of a page that did not work out: the key before it and its own. */
export interface BadRow {
  after: string | null;
  key: string;
  error: string;
}

/**
 * The next page of a batch that runs, for this transaction alone: whoever is killed over it leaves it as it was, and no other waits for it.
 * @returns undefined when nothing waits, or the batch is paused
 */
export async function claimPage(tx: Tx, batch: string): Promise<BatchPage | undefined> {
  const { rows } = await tx.query<BatchPage>(
    `select batch_id as batch, after_key as after, last_key as last, alone, ordinal, size, attempt from batch_items i
      where batch_id = $1 and state = 'waiting'
        and exists (select from batches b where b.batch_id = $1 and b.state = 'running')
      order by ordinal, last_key limit 1 for update of i skip locked`,
    [batch],
  );
  return rows[0];
}

/** Locks a page that failed; false when somebody else has worked on it since. */
export async function lockPage(tx: Tx, { batch, last, alone, size }: BatchPage): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select from batch_items where batch_id = $1 and last_key = $2 and alone = $3 and size = $4 and state = 'waiting'
      for update`,
    [batch, last, alone, size],
  );
  return rowCount === 1;
}

/**
 * Notes in the transaction of its work that a page is done, but for these rows of it, which become items of their own. A row that is such an item
 * already, because it was tried again, has failed again.
 */
export async function pageDone(tx: Tx, page: BatchPage, bad: readonly BadRow[], at: string): Promise<void> {
  await tx.query(
    `update batch_items set state = 'done', size = size - $4, changed_at = $5
      where batch_id = $1 and last_key = $2 and alone = $3`,
    [page.batch, page.last, page.alone, bad.length, at],
  );
  if (bad.length === 0) return;
  await tx.query(
    `insert into batch_items (batch_id, ordinal, alone, after_key, last_key, size, state, attempt, error, changed_at)
      select $1, $2, true, after_key, last_key, 1, 'failed', $3, error, $4
        from unnest($5::text[], $6::text[], $7::text[]) as b (after_key, last_key, error)
      on conflict (batch_id, last_key, alone) do update set size = 1, state = 'failed', error = excluded.error`,
    [
      page.batch,
      page.ordinal,
      page.attempt,
      at,
      bad.map(({ after }) => after),
      bad.map(({ key }) => key),
      bad.map(({ error }) => error),
    ],
  );
}

/** Cuts a page in two, which are worked on apart: its first rows up to `key`, and the rest. */
export async function cutPage(
  tx: Tx,
  page: BatchPage,
  first: { key: string; size: number },
  at: string,
): Promise<void> {
  await tx.query(
    `insert into batch_items (batch_id, ordinal, after_key, last_key, size, attempt, changed_at)
      values ($1, $2, $3, $4, $5, $6, $7)`,
    [page.batch, page.ordinal, page.after, first.key, first.size, page.attempt, at],
  );
  await tx.query(
    `update batch_items set after_key = $4, size = size - $5, changed_at = $6
      where batch_id = $1 and last_key = $2 and alone = $3`,
    [page.batch, page.last, page.alone, first.key, first.size, at],
  );
}

/** Notes that a page cannot be worked on. */
export async function pageFailed(tx: Tx, page: BatchPage, error: string, at: string): Promise<void> {
  await tx.query(
    `update batch_items set state = 'failed', error = $4, changed_at = $5
      where batch_id = $1 and last_key = $2 and alone = $3`,
    [page.batch, page.last, page.alone, error, at],
  );
}
