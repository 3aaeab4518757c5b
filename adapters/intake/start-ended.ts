import { OPEN_STATUSES } from '../../domain/case.ts';
import { appendAudit } from '../store/audit.ts';
import { endedEarly } from '../store/ended-early.ts';
import { transact } from '../store/pool.ts';
import { statement } from '../store/statement.ts';
import { noteUndelivered } from '../store/undelivered.ts';
import type { Delivery } from './deliver.ts';

/** Looked at in one sweep; the next one goes on. */
const MOST = 200;
const DAYS = 2;

/**
 * Has cases started again whose run was ended from outside: by the server, when a flood of large Signals has filled its history, or by
 * somebody who may terminate workflows. Only where nobody has decided and nothing was written: the others are a person's to look at,
 * and `doctor` names them. The case begins at its newest submission and asks anew.
 * @returns how many
 */
export async function startEnded({ store, client, taskQueue, now }: Delivery): Promise<number> {
  const since = new Date(now().getTime() - DAYS * 86_400_000).toISOString();
  const query = `ExecutionStatus in ('Terminated', 'TimedOut') and TaskQueue = '${taskQueue.replaceAll("'", "''")}' and CloseTime > '${since}'`;
  const ended = new Set<string>();
  for await (const { workflowId } of client.workflow.list({ query })) {
    ended.add(workflowId);
    if (ended.size >= MOST) break;
  }
  let started = 0;
  for (const { case: id, revision } of await endedEarly(statement(store), [...ended], OPEN_STATUSES)) {
    const { status } = await client.workflow.getHandle(id).describe();
    // An earlier run was ended, and the last one goes on.
    if (status.name !== 'TERMINATED' && status.name !== 'TIMED_OUT') continue;
    await transact(store, async (tx) => {
      await appendAudit(tx, id, {
        at: now().toISOString(),
        actor: 'system',
        action: 'case.started_again',
        reason: `its workflow was ${status.name.toLowerCase().replace('_', ' ')} from outside`,
      });
      await noteUndelivered(tx, { case: id, revision });
    });
    started += 1;
  }
  return started;
}
