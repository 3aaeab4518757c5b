import type { SearchAttributeUpdatePair } from '@temporalio/common';
import {
  condition,
  continueAsNew,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  sleep,
  TemporalFailure,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { BatchActivities } from '../activities/batch/batch.ts';
import type { BatchStanding } from '../activities/batch/review-batch.ts';
import type { BatchCounts } from '../domain/batch.ts';
import { type Queue, queueName } from '../domain/intake.ts';
import { batchDetails } from './kit/batch-details.ts';
import { messageOf } from './kit/failure-type.ts';
import { anyForm, onSignal } from './kit/hear.ts';
import { record, stretch } from './kit/profiles.ts';
import { batchChanged } from './messages.ts';
import { attributes } from './search-attributes.ts';

const { batchReview } = proxyActivities<BatchActivities>(record);

/** A run goes on as a new one before its history holds so many events, however many items there are. */
const MOST_EVENTS = 400;

/**
 * Drives one batch: plans its items, works on them, and waits for what waits for people. Its id says which; everything else is in Postgres, so a
 * run that is reset, ended or started again does no item twice. A signal says no more than that its rows have changed.
 * @returns how many items stand where; null when nobody has asked for such a batch
 */
export async function batch(): Promise<BatchCounts | null> {
  const { workflowId: id } = workflowInfo();
  let told = 0;
  const hear = () => {
    told += 1;
  };
  onSignal(batchChanged, { form: anyForm, take: hear, malformed: hear, failed: hear });
  let heard = told;
  let standing = await persistently(() => on('batches').batchPlan(id));
  for (;;) {
    if (standing === null) return null;
    show(standing);
    if (standing.state === 'ended') return standing.counts;
    if (workflowInfo().historyLength > MOST_EVENTS) return continueAsNew<typeof batch>();
    const { queue, lanes, counts, planning } = standing;
    if (standing.state === 'running' && counts.waiting + counts.running > 0)
      await persistently(() =>
        Promise.all(Array.from({ length: lanes }, () => on(queue).batchWork(id))).then(() => undefined),
      );
    else if (!planning) await condition(() => told !== heard, '1 h');
    heard = told;
    // Planning breaks off when its stretch is over or its worker shuts down.
    standing = await persistently(() => (planning ? on('batches').batchPlan(id) : batchReview(id)));
  }
}

/** The stretches of a queue. */
function on(queue: Queue) {
  const { taskQueue } = workflowInfo();
  return proxyActivities<BatchActivities>({ ...stretch, taskQueue: queueName(taskQueue, queue) });
}

/** A step that fails for good, because no worker knows the kind, is shown and tried again every hour. */
async function persistently<T>(step: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await step();
    } catch (error) {
      if (isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
      setCurrentDetails(`It cannot go on and tries again in an hour: ${messageOf(error)}`);
      upsertSearchAttributes([{ key: attributes.OpenProblem, value: 'step_failed' }]);
      await sleep('1 h');
    }
  }
}

function show(standing: BatchStanding): void {
  const { workflowId, typedSearchAttributes: written } = workflowInfo();
  setCurrentDetails(batchDetails(workflowId, standing));
  const { state, counts } = standing;
  const now: SearchAttributeUpdatePair[] = [
    { key: attributes.CaseStatus, value: state === 'ended' ? 'completed' : 'running' },
    { key: attributes.OpenProblem, value: counts.failed > 0 ? 'step_failed' : 'none' },
    { key: attributes.Outcome, value: state === 'running' ? null : state },
  ];
  const changed = now.filter(({ key, value }) => (written.get(key) ?? null) !== value);
  if (changed.length > 0) upsertSearchAttributes(changed);
}
