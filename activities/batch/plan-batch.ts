import { lastPlanned, type PlannedItem, putItems } from '../../adapters/store/batch-items.ts';
import { getBatch, lockBatch, markPlanned } from '../../adapters/store/batches.ts';
import { type Store, transact } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { BatchKind, BatchKinds } from './batch-kind.ts';
import { kindOf } from './kinds.ts';

export interface BatchDeps {
  store: Store;
  kinds: BatchKinds;
  now: () => Date;
}

/** Cases that are planned in one transaction. */
const AT_ONCE = 1_000;

/**
 * Writes down every item of a batch, page by page. Goes on after the last one that is there, also beside somebody else who does the same.
 * @param isOver asked before each page
 * @returns false for a batch that nobody has asked for
 */
export async function planBatch(
  { store, kinds, now }: BatchDeps,
  id: string,
  isOver: () => boolean,
): Promise<boolean> {
  const row = await getBatch(statement(store), id);
  if (!row) return false;
  const kind = kindOf(kinds, row);
  while (!isOver() && !(await planNext(store, kind, id, now().toISOString())));
  return true;
}

/** @returns whether nothing is left to plan */
function planNext(store: Store, kind: BatchKind, id: string, at: string): Promise<boolean> {
  return transact(store, async (tx) => {
    const row = await lockBatch(tx, id);
    if (!row || row.planned) return true;
    const before = await lastPlanned(tx, id);
    const limit = kind.items === 'rows' ? (kind.page ?? AT_ONCE) : AT_ONCE;
    const keys = await kind.keys(tx, row, before?.last ?? null, limit);
    if (keys.length > 0) await putItems(tx, id, itemsOf(kind, keys, before), at);
    if (keys.length < limit) await markPlanned(tx, id);
    return keys.length < limit;
  });
}

function itemsOf(
  { items }: BatchKind,
  keys: readonly string[],
  before: Pick<PlannedItem, 'ordinal' | 'last'> | null,
): PlannedItem[] {
  const first = (before?.ordinal ?? 0) + 1;
  const after = before?.last ?? null;
  if (items === 'rows') return [{ ordinal: first, after, last: keys.at(-1) as string, size: keys.length }];
  return keys.map((key, index) => ({ ordinal: first + index, after: null, last: key, size: 1 }));
}
