import { appendAudit } from '../../adapters/store/audit.ts';
import { lockBatch, setBatchState } from '../../adapters/store/batches.ts';
import { transact } from '../../adapters/store/pool.ts';
import type { BatchDeps } from './plan-batch.ts';

/** Pauses a batch of which nothing works any more: going on would only fail the rest of its rows. */
export function stopBatch({ store, now }: BatchDeps, id: string): Promise<void> {
  return transact(store, async (tx) => {
    const row = await lockBatch(tx, id);
    if (row?.state !== 'running') return;
    const at = now().toISOString();
    await setBatchState(tx, id, 'paused', null);
    const reason = 'one page after the other failed';
    await appendAudit(tx, id, { at, actor: 'system', action: 'batch.stopped', reason });
  });
}
