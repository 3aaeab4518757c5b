import type { Client } from '@temporalio/client';
import { TASK_TIMEOUT } from '../../domain/case.ts';
import { attributes } from '../../workflows/search-attributes.ts';
import { priorityOf } from '../intake/priority.ts';
import { batchesWithEnds } from '../store/batch-cases.ts';
import { batchesAtStandstill, batchesToTell, noteTold } from '../store/batches.ts';
import type { Store } from '../store/pool.ts';
import { statement } from '../store/statement.ts';

export interface Telling {
  store: Store;
  client: Client;
  taskQueue: string;
}

/**
 * Starts the workflows of batches that were asked for, and tells those whose rows a person has changed; run every second. What Temporal does not
 * take is told the next time.
 */
export async function tellBatches(telling: Telling): Promise<void> {
  const db = statement(telling.store);
  for (const change of await batchesToTell(db)) {
    await tell(telling, change.batch);
    await noteTold(db, change);
  }
}

/** So many ends are one signal: at most two signals for every hundred cases. */
const MANY = 50;

/** Tells batches that many of the cases they wait for have ended, or the last of them. */
export async function tellOfEnds(telling: Telling): Promise<void> {
  for (const batch of await batchesWithEnds(statement(telling.store), MANY)) await tell(telling, batch);
}

const STANDSTILL_MS = 600_000;

/** Tells batches of which nothing has moved for ten minutes, and so starts those that somebody has ended from outside. */
export async function tellStanding(telling: Telling & { now(): Date }): Promise<void> {
  const since = new Date(telling.now().getTime() - STANDSTILL_MS).toISOString();
  for (const batch of await batchesAtStandstill(statement(telling.store), since)) await tell(telling, batch);
}

async function tell({ client, taskQueue }: Telling, id: string): Promise<void> {
  await client.workflow.signalWithStart('batch', {
    workflowId: id,
    taskQueue,
    workflowTaskTimeout: TASK_TIMEOUT,
    priority: priorityOf('batch', id),
    signal: 'batchChanged',
    // A batch that has ended goes on in another run when what failed is tried again.
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    typedSearchAttributes: [
      { key: attributes.CaseStatus, value: 'running' },
      { key: attributes.OpenProblem, value: 'none' },
    ],
    staticSummary: `Batch ${id}`,
  });
}
