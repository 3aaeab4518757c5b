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
 * Whether the workflow task has lasted so long that the next step must end it, as a regular activity does. When local activities still run after
 * eight tenths of a task's time, the core ends the task and goes on in another one. A replay does not always find that point. It then delivers what
 * came meanwhile in another order, and the workflow can never go on. A task that outlasts its whole time is done again from its beginning.
 *
 * The time counts from the end of the first local activity: only the ends are in the history, so a replay counts the same.
 */
export function taskIsLong(): boolean {
  const { taskTimeoutMs } = workflowInfo();
  return follows() && lastEnded - firstEnded > taskTimeoutMs * SHARE && patched('short-tasks');
}
