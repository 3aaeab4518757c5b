import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { type ReplayWorkerOptions, Worker } from '@temporalio/worker';

export type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;

/** Keeps a history where it can still be looked at when the instance is gone. */
export function keepHistory(folder: string, id: string, history: History): void {
  writeFileSync(join(folder, `${encodeURIComponent(id)}.json`), historyToJSON(history));
}

/**
 * Replays every run of a task queue, ended or not: one that does not replay could never go on after its worker was killed.
 * @returns what each of the others says; their histories are kept in `folder`
 */
export async function notReplaying(
  client: Client,
  options: ReplayWorkerOptions,
  taskQueue: string,
  folder: string,
): Promise<string[]> {
  const failed: string[] = [];
  let now: { run: string; history: History } | undefined;
  async function* histories() {
    for await (const { workflowId, runId } of client.workflow.list({ query: `TaskQueue = '${taskQueue}'` })) {
      const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      const done = whatWasDone(history);
      if (done === null) continue;
      now = { run: `${workflowId} ${runId}`, history };
      yield { workflowId, history: done };
    }
  }
  // One after the other: what comes back is about the last one that was given.
  for await (const { error } of Worker.runReplayHistories(options, histories())) {
    if (!error || !now) continue;
    keepHistory(folder, now.run, now.history);
    failed.push(`${now.run}: ${error.message}`);
  }
  return failed;
}

/**
 * Up to what the last finished task has brought about; null where none has finished. What comes after it would be done anew by whoever
 * replays, who has no activities.
 */
function whatWasDone({ events }: History): History | null {
  const last = events?.findLastIndex((event) => event.workflowTaskCompletedEventAttributes) ?? -1;
  if (!events || last < 0) return null;
  const next = events.slice(last + 1).findIndex((event) => NEWS.some((name) => event[name]));
  return { events: next < 0 ? events : events.slice(0, last + 1 + next) };
}

/** What a workflow hears of in its next task. */
const NEWS = [
  'workflowTaskScheduledEventAttributes',
  'workflowExecutionSignaledEventAttributes',
  'workflowExecutionCancelRequestedEventAttributes',
  'activityTaskStartedEventAttributes',
  'activityTaskCompletedEventAttributes',
  'activityTaskFailedEventAttributes',
  'activityTaskTimedOutEventAttributes',
  'activityTaskCanceledEventAttributes',
  'timerFiredEventAttributes',
  'childWorkflowExecutionStartedEventAttributes',
] as const;
