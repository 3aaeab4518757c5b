import type { BatchRow } from '../../adapters/store/batches.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import type { Queue } from '../../domain/intake.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';

/** What a kind of batch is told of one. */
export type BatchOf = Pick<BatchRow, 'batch' | 'name' | 'input' | 'openedAt'>;

interface AnyBatch {
  /** As people say it: `scorecards`. */
  title: string;
  /**
   * The keys of its items in an order that never changes, each at most 200 characters; never personal data.
   * @param after the last one that is known; null at the beginning
   * @returns the next ones; fewer than `limit` only at the end
   */
  keys(tx: Tx, batch: BatchOf, after: string | null, limit: number): Promise<string[]>;
}

/** The rows whose keys come after one and up to another. */
export interface RowRange {
  /** Null: from the first row on. */
  after: string | null;
  last: string;
}

/** A row that cannot be worked on, and why. */
export interface FailedRow {
  key: string;
  /** One sentence that names the fix and no value. */
  error: string;
}

/** Work over rows of Postgres. */
export interface RowsBatch extends AnyBatch {
  items: 'rows';
  /** Rows of one transaction; default 1,000. Ten seconds is the longest that any statement of it may take. */
  page?: number;
  /** Where its work waits; default `batches`. What renders or reads documents belongs to `documents`. */
  queue?: Queue;
  /**
   * Works on every row of the range in the transaction that marks it as done, so each row is worked on once, whatever is killed. Anything that
   * is thrown cuts the range in halves until the rows that cause it stand alone.
   */
  work(tx: Tx, batch: BatchOf, range: RowRange): Promise<readonly FailedRow[]>;
}

/** Which case an item is. */
export interface CaseOfItem {
  /** Names the case among all of its lifecycle, other batches included: `2026-Q3/7001`. */
  externalId: string;
  partnerId: string | null;
}

/** Items each of which a person may have to decide, or that writes to a vendor: a case each, which outlives the batch. */
export interface CasesBatch extends AnyBatch {
  items: 'cases';
  lifecycle: Lifecycle;
  /** Cases whose own work is under way at once, 200 at most, which is the default. Those that wait for people are not among them. */
  window?: number;
  caseOf(batch: BatchOf, key: string): CaseOfItem;
}

export type BatchKind = RowsBatch | CasesBatch;
/** By the name that is kept with each batch. */
export type BatchKinds = Readonly<Record<string, BatchKind>>;
