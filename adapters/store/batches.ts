import type { BatchState } from '../../domain/batch.ts';
import type { JsonObject } from '../../domain/json.ts';
import { jsonb } from './jsonb.ts';
import type { Tx } from './pool.ts';

/** A batch as it was asked for and where it stands. Instants are UTC, ISO 8601. */
export interface BatchRow {
  /** The workflow id. */
  batch: string;
  kind: string;
  /** What it is about, such as `2026-Q3`. */
  name: string;
  input: JsonObject;
  state: BatchState;
  /** Person id, or `system`. */
  requestedBy: string;
  openedAt: string;
  /** Whether every item is there. */
  planned: boolean;
  endedAt: string | null;
}

interface BatchColumns {
  batch_id: string;
  kind: string;
  name: string;
  input: JsonObject;
  state: BatchState;
  requested_by: string;
  opened_at: Date;
  planned: boolean;
  ended_at: Date | null;
}

/** False when there is one of this id: two that ask for the same batch get one. */
export async function insertBatch(
  tx: Tx,
  row: Pick<BatchRow, 'batch' | 'kind' | 'name' | 'input' | 'requestedBy' | 'openedAt'>,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into batches (batch_id, kind, name, input, requested_by, opened_at) values ($1, $2, $3, $4, $5, $6)
      on conflict do nothing`,
    [row.batch, row.kind, row.name, jsonb(row.input), row.requestedBy, row.openedAt],
  );
  return rowCount === 1;
}

export async function getBatch(tx: Tx, id: string): Promise<BatchRow | undefined> {
  const { rows } = await tx.query<BatchColumns>('select * from batches where batch_id = $1', [id]);
  return rows[0] && batchFrom(rows[0]);
}

/** The same, locked until the transaction ends: whoever plans, fills the window or commands does so alone. */
export async function lockBatch(tx: Tx, id: string): Promise<BatchRow | undefined> {
  const { rows } = await tx.query<BatchColumns>(
    'select * from batches where batch_id = $1 for no key update',
    [id],
  );
  return rows[0] && batchFrom(rows[0]);
}

/** Batches, newest first. */
export async function listBatches(
  tx: Tx,
  { open, limit }: { open: boolean; limit: number },
): Promise<BatchRow[]> {
  const { rows } = await tx.query<BatchColumns>(
    `select * from batches where ${open ? "state <> 'ended'" : 'true'} order by opened_at desc, batch_id limit $1`,
    [limit],
  );
  return rows.map(batchFrom);
}

/** Whether a batch of a kind has not ended. */
export async function isOpen(tx: Tx, kind: string): Promise<boolean> {
  const { rowCount } = await tx.query("select from batches where kind = $1 and state <> 'ended' limit 1", [
    kind,
  ]);
  return rowCount === 1;
}

/** Every item is there. */
export async function markPlanned(tx: Tx, id: string): Promise<void> {
  await tx.query('update batches set planned = true where batch_id = $1', [id]);
}

/**
 * Changes where a batch stands, and has its workflow told, which is started when it does not run.
 * @param endedAt of an end; null otherwise
 */
export async function setBatchState(
  tx: Tx,
  id: string,
  state: BatchState,
  endedAt: string | null,
): Promise<void> {
  await tx.query(
    `update batches set state = $2, ended_at = $3, changes = case when $2 = 'ended' then changes else changes + 1 end
      where batch_id = $1`,
    [id, state, endedAt],
  );
}

/** A batch whose workflow has to look, and up to which change. */
export interface ToTell {
  batch: string;
  changes: number;
}

/** Batches whose workflow has not been told of every change. */
export async function batchesToTell(tx: Tx): Promise<ToTell[]> {
  const { rows } = await tx.query<ToTell>(
    'select batch_id as batch, changes from batches where changes > told order by batch_id limit 100',
  );
  return rows;
}

/** Batches that should go on by themselves and of which nothing has moved since an instant: their workflow may have been ended from outside. */
export async function batchesAtStandstill(tx: Tx, since: string): Promise<string[]> {
  const { rows } = await tx.query<{ batch: string }>(
    `select batch_id as batch from batches b
      where state = 'running' and opened_at < $1
        and (not planned or exists (
          select from batch_items i where i.batch_id = b.batch_id and i.state in ('waiting', 'running')))
        and not exists (select from batch_items i where i.batch_id = b.batch_id and i.changed_at >= $1)
      order by batch_id limit 100`,
    [since],
  );
  return rows.map(({ batch }) => batch);
}

/** Notes that the workflow was told; what has changed meanwhile is told again. */
export async function noteTold(tx: Tx, { batch, changes }: ToTell): Promise<void> {
  await tx.query('update batches set told = greatest(told, $2) where batch_id = $1', [batch, changes]);
}

function batchFrom(row: BatchColumns): BatchRow {
  return {
    batch: row.batch_id,
    kind: row.kind,
    name: row.name,
    input: row.input,
    state: row.state,
    requestedBy: row.requested_by,
    openedAt: row.opened_at.toISOString(),
    planned: row.planned,
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}
