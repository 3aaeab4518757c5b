import { patched, workflowInfo } from '@temporalio/workflow';

/** Local activities may follow one another for this share of the time that a workflow task has. */
export const SHARE = 1 / 6;

/** When the first and the last of the local activities that follow one another ended, in milliseconds since 1970. Each workflow has a copy of this module of its own. */
let firstEnded = 0;
let lastEnded = 0;

/** Within a workflow task the time of a workflow only moves at the end of a local activity. */
const follows = () => Date.now() === lastEnded;

/** Notes when a local activity ends. */
export async function noted<T>(start: () => Promise<T>): Promise<T> {
  const isFirst = !follows();
  try {
    return await start();
  } finally {
    lastEnded = Date.now();
    if (isFirst) firstEnded = lastEnded;
  }
}

/**
 * Whether the workflow task has lasted so long that the next step must end it, as a regular activity does. The core ends a task with which local
 * activities still last after eight tenths of its time, and goes on in another one. A replay does not always find where: it then tells what
 * came meanwhile in another order, and the workflow can never go on. A task that outlasts its whole time is begun again, for nothing.
 *
 * It counts from the end of the first one: only the ends stand in the history, so that a replay finds the same.
 */
export function taskIsLong(): boolean {
  const { taskTimeoutMs } = workflowInfo();
  return follows() && lastEnded - firstEnded > taskTimeoutMs * SHARE && patched('short-tasks');
}
