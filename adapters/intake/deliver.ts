import {
  type Client,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { CaseInput } from '../../workflows/case-input.ts';
import type { SubmissionMessage, SubmissionReply } from '../../workflows/messages.ts';
import type { Store } from '../store/pool.ts';
import { statement } from '../store/statement.ts';
import { forgetUndelivered, listUndelivered, type Undelivered } from '../store/undelivered.ts';
import { NO_PARTNER } from './read-deal.ts';

export interface Delivery {
  store: Store;
  client: Client;
  taskQueue: string;
  /** How long a submitter waits for Temporal before the row alone is the answer; default 3,000 ms. */
  deliverWithinMs?: number;
  /** Told of every submission that has to wait for the sweep, and why. */
  onUndelivered?(which: Undelivered, error: unknown): void;
}

/**
 * Hands a recorded submission to its workflow: starts it, or amends it when it runs (update-with-start). Repeating it is
 * harmless, the update id is the submission's own.
 * @returns whether the workflow has it; false when Temporal or its workers did not answer in time.
 */
export async function deliver(delivery: Delivery, which: Undelivered): Promise<boolean> {
  const { store, client } = delivery;
  const partnerId = which.partnerId ?? NO_PARTNER;
  const input: CaseInput = {
    case: which.case,
    source: which.source,
    externalId: which.externalId,
    sequence: which.sequence,
    partnerId,
    sample: which.sample,
  };
  const start = new WithStartWorkflowOperation('dealRegistration', {
    workflowId: which.case,
    taskQueue: delivery.taskQueue,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    typedSearchAttributes: [
      { key: keyword('Lifecycle'), value: which.lifecycle },
      { key: keyword('Partner'), value: partnerId },
      { key: keyword('CaseStatus'), value: which.status },
      { key: keyword('OpenProblem'), value: 'none' },
    ],
    staticSummary: `Deal registration from ${which.source}, partner ${partnerId}`,
  });
  const { case: id, revision, contentHash } = which;
  const message: SubmissionMessage = { case: id, revision, contentHash };
  try {
    await client.withDeadline(Date.now() + (delivery.deliverWithinMs ?? 3_000), () =>
      client.workflow.executeUpdateWithStart<() => Promise<unknown>, SubmissionReply, [SubmissionMessage]>(
        'submit',
        {
          startWorkflowOperation: start,
          updateId: which.updateId,
          args: [message],
        },
      ),
    );
  } catch (error) {
    // The case ended meanwhile, or its workflow said no: it knows of the submission, and the row keeps it.
    const answered =
      error instanceof WorkflowExecutionAlreadyStartedError || error instanceof WorkflowUpdateFailedError;
    if (!answered) {
      delivery.onUndelivered?.(which, error);
      return false;
    }
  }
  await forgetUndelivered(statement(store), which);
  return true;
}

const AT_ONCE = 10;

/**
 * Delivers what a crash or an outage left behind; run every few seconds.
 * @param olderThanMs younger ones may still be on their way.
 * @returns how many the workflows have taken.
 */
export async function startPending(delivery: Delivery, olderThanMs = 10_000): Promise<number> {
  const waiting = await listUndelivered(statement(delivery.store), olderThanMs);
  let taken = 0;
  // A few at a time: one that its workflow never answers must not hold up the others.
  for (let at = 0; at < waiting.length; at += AT_ONCE) {
    const answers = await Promise.all(waiting.slice(at, at + AT_ONCE).map((each) => deliver(delivery, each)));
    taken += answers.filter(Boolean).length;
  }
  return taken;
}

function keyword(name: string) {
  return defineSearchAttributeKey(name, 'KEYWORD');
}
