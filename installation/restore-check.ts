import type { Client } from '@temporalio/client';
import type { CheckpointAnchor } from '../activities/kit/audit.ts';
import { appendAudit } from '../adapters/store/audit.ts';
import { lastCheckpoint } from '../adapters/store/checkpoints.ts';
import { getInstallation, setInstallation } from '../adapters/store/installation.ts';
import { type Store, transact } from '../adapters/store/pool.ts';
import { listRollout, setRollout } from '../adapters/store/rollout.ts';

/**
 * Whether Postgres was restored from an older moment than Temporal remembers: the newest audit checkpoint that Temporal has seen is
 * not in the database any more. Then every segment is switched off, because the ledger may have forgotten writes that did land;
 * `quarterdeck doctor --reconcile` reads each open write from its vendor, after which the rollout can be raised again.
 * @returns whether a restore was found now
 */
export async function stopAfterRestore(
  store: Store,
  client: Client,
  taskQueue: string,
  now: Date,
): Promise<boolean> {
  const seen = await newestAnchor(client, taskQueue);
  if (!seen) return false;
  return transact(store, async (tx) => {
    const kept = await lastCheckpoint(tx);
    if (kept && kept.number >= seen.number) return false;
    const at = now.toISOString();
    const fact = { at, checkpointSeen: seen.number, checkpointKept: kept?.number ?? 0 };
    if (((await getInstallation(tx, 'restored')) as typeof fact | undefined)?.checkpointSeen === seen.number)
      return false;
    await setInstallation(tx, 'restored', fact);
    for (const row of await listRollout(tx)) {
      const reason = 'the database was restored; reconcile first: quarterdeck doctor --reconcile';
      await setRollout(tx, {
        ...{ ...row, mode: 'off', reason, changedBy: 'system', token: null, bootstrap: false },
        changedAt: at,
      });
    }
    await appendAudit(tx, 'installation', { actor: 'system', action: 'installation.restored', ...fact });
    return true;
  });
}

/** What the last completed checkpoint workflow answered; kept in Temporal, out of the database's reach. */
async function newestAnchor(client: Client, taskQueue: string): Promise<CheckpointAnchor | null> {
  const query = `WorkflowType = 'auditCheckpoint' AND ExecutionStatus = 'Completed' AND TaskQueue = '${taskQueue}'`;
  let looked = 0;
  for await (const { workflowId, runId } of client.workflow.list({ query })) {
    const anchor = await client.workflow
      .getHandle(workflowId, runId)
      .result()
      .catch(() => null);
    if (anchor) return anchor as CheckpointAnchor;
    // Quiet minutes answer null; an hour without any change needs no anchor.
    looked += 1;
    if (looked === 60) return null;
  }
  return null;
}
