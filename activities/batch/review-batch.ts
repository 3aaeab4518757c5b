import { appendAudit } from '../../adapters/store/audit.ts';
import { settleCases } from '../../adapters/store/batch-cases.ts';
import { countItems, type FailedItem, failedItems, itemsSince } from '../../adapters/store/batch-items.ts';
import { lockBatch, setBatchState } from '../../adapters/store/batches.ts';
import { transact } from '../../adapters/store/pool.ts';
import type { BatchCounts, BatchState } from '../../domain/batch.ts';
import type { Queue } from '../../domain/intake.ts';
import { kindOf } from './kinds.ts';
import type { BatchDeps } from './plan-batch.ts';

/** Where a batch stands, as its workflow and people are told. */
export interface BatchStanding {
  title: string;
  name: string;
  state: BatchState;
  /** Present while items are still to be planned. */
  planning?: true;
  /** Where its work waits. */
  queue: Queue;
  /** How many stretches of work go on side by side. */
  lanes: number;
  counts: BatchCounts;
  /** Items that came to rest in the last minute. */
  perMinute: number;
  /** The newest, ten at most. */
  failures: FailedItem[];
}

const MINUTE_MS = 60_000;
const SHOWN = 10;
const LANES = { rows: 2, cases: 1 } as const;

/** Brings a batch up to date with its cases, counts its items, and ends it when none is open any more. @returns null for one that there is not */
export function reviewBatch({ store, kinds, now }: BatchDeps, id: string): Promise<BatchStanding | null> {
  return transact(store, async (tx) => {
    const row = await lockBatch(tx, id);
    if (!row) return null;
    const kind = kindOf(kinds, row);
    const at = now();
    if (kind.items === 'cases') await settleCases(tx, id, ['running', 'asked'], at.toISOString());
    const counts = await countItems(tx, id);
    const { waiting, running, asked, done, failed } = counts;
    const isOver = row.planned && row.state !== 'ended' && waiting + running + asked === 0;
    if (isOver) {
      await setBatchState(tx, id, 'ended', at.toISOString());
      await appendAudit(tx, id, {
        at: at.toISOString(),
        actor: 'system',
        action: 'batch.ended',
        done,
        failed,
      });
    }
    return {
      title: kind.title,
      name: row.name,
      state: isOver ? 'ended' : row.state,
      ...(row.planned ? {} : { planning: true as const }),
      queue: (kind.items === 'rows' && kind.queue) || 'batches',
      lanes: LANES[kind.items],
      counts,
      perMinute: await itemsSince(tx, id, new Date(at.getTime() - MINUTE_MS).toISOString()),
      failures: failed === 0 ? [] : await failedItems(tx, id, SHOWN),
    };
  });
}
