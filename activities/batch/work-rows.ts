import { VendorFault } from '../../adapters/ports/call.ts';
import {
  type BadRow,
  type BatchPage,
  claimPage,
  cutPage,
  lockPage,
  pageDone,
  pageFailed,
} from '../../adapters/store/batch-pages.ts';
import { unavailable } from '../../adapters/store/outage.ts';
import { type Tx, transact } from '../../adapters/store/pool.ts';
import { isStalePlan } from '../../adapters/store/prepared.ts';
import type { BatchOf, FailedRow, RowsBatch } from './batch-kind.ts';
import { errorText } from './error-text.ts';
import type { BatchDeps } from './plan-batch.ts';
import { stopBatch } from './stop-batch.ts';

/** How Postgres says that a statement took too long. */
const TOO_LONG = '57014';

/** So many pages that fail one after the other, with none between them that works, mean that not the rows are wrong. */
const TOO_MANY = 200;

/** What became of a page. */
type Worked = 'none' | 'done' | 'cut' | 'failed';

/**
 * Works on pages of a batch until none waits. Where nothing works any more, it pauses the batch and says so.
 * @param isOver asked before each page
 * @throws VendorFault when Postgres is away
 */
export async function workRows(
  deps: BatchDeps,
  kind: RowsBatch,
  row: BatchOf,
  isOver: () => boolean,
): Promise<void> {
  let failures = 0;
  while (!isOver()) {
    const worked = await workPage(deps, kind, row);
    if (worked === 'none') return;
    if (worked === 'done') failures = 0;
    if (worked === 'failed') failures += 1;
    if (failures >= TOO_MANY) return stopBatch(deps, row.batch);
  }
}

/** A page with what was thrown over it, which took its whole transaction back. */
class PageFailure extends Error {
  readonly page: BatchPage;
  constructor(page: BatchPage, cause: unknown) {
    super('a page of a batch failed', { cause });
    this.page = page;
  }
}

/**
 * Works on one page, if one waits and the batch is not paused. A page and its mark are one transaction. A page that fails is cut in halves, which wait
 * like any other, so that in the end the rows that cause it stand alone.
 */
async function workPage({ store, now }: BatchDeps, kind: RowsBatch, row: BatchOf): Promise<Worked> {
  const at = now().toISOString();
  try {
    return await transact(store, async (tx) => {
      const page = await claimPage(tx, row.batch);
      if (!page) return 'none';
      await pageDone(tx, page, await badRows(tx, kind, row, page), at);
      return 'done';
    });
  } catch (error) {
    if (!(error instanceof PageFailure)) throw error;
    return transact(store, (tx) => cutOrFail(tx, kind, row, error, at));
  }
}

/** Does the work. @throws PageFailure, and whatever says that the database is away or that the transaction may be tried again */
async function badRows(tx: Tx, kind: RowsBatch, row: BatchOf, page: BatchPage): Promise<BadRow[]> {
  let failed: readonly FailedRow[];
  try {
    failed = await kind.work(tx, row, { after: page.after, last: page.last });
    if (failed.length === 0) return [];
    const why = new Map(failed.map(({ key, error }) => [key, error]));
    const keys = await keysOf(tx, kind, row, page);
    const bad = keys.flatMap((key, index) => {
      const error = why.get(key);
      return error === undefined ? [] : [{ after: keys[index - 1] ?? page.after, key, error }];
    });
    // Rows that have come since the page was planned may push one out of its keys: smaller pages come closer to that row.
    const lost = failed.find(({ key }) => !keys.includes(key));
    if (lost) throw new Error(lost.error);
    return bad;
  } catch (error) {
    if (mayBeTriedAgain(error)) throw error;
    throw new PageFailure(page, error);
  }
}

/** Serialization failure and deadlock, which transact() tries again, as it does a stale plan; and a database that is away. */
function mayBeTriedAgain(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  if (code === TOO_LONG) return false;
  if (code === '40001' || code === '40P01' || isStalePlan(error)) return true;
  return error instanceof VendorFault || unavailable(error, true) !== undefined;
}

async function cutOrFail(
  tx: Tx,
  kind: RowsBatch,
  row: BatchOf,
  { page, cause }: PageFailure,
  at: string,
): Promise<Worked> {
  // Somebody else has worked on it since.
  if (!(await lockPage(tx, page))) return 'cut';
  const keys = await keysOf(tx, kind, row, page);
  if (keys.length < 2 || page.size < 2) {
    await pageFailed(tx, page, errorText(cause), at);
    return 'failed';
  }
  const half = Math.min(Math.floor(keys.length / 2), page.size - 1);
  await cutPage(tx, page, { key: keys[half - 1] as string, size: half }, at);
  return 'cut';
}

/** The keys of a page; of rows that have come since it was planned, those that fit. Its last row may be gone by now: then the next page tells its end. */
async function keysOf(tx: Tx, kind: RowsBatch, row: BatchOf, page: BatchPage): Promise<string[]> {
  const keys = await kind.keys(tx, row, page.after, page.size);
  const [next] = await kind.keys(tx, row, page.last, 1);
  const end = next === undefined ? -1 : keys.indexOf(next);
  return end === -1 ? keys : keys.slice(0, end);
}
