import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { type CaseStatus, OPEN_STATUSES, TASK_TIMEOUT } from '../../domain/case.ts';
import { LIFECYCLE_NAMES } from '../../domain/lifecycles.ts';
import type { CaseInput } from '../../workflows/case-input.ts';
import type { SubmissionMessage } from '../../workflows/messages.ts';
import { appendAudit } from '../store/audit.ts';
import { type Store, transact } from '../store/pool.ts';
import { statement } from '../store/statement.ts';
import {
  forgetUndelivered,
  listUndelivered,
  postponeUndelivered,
  type Undelivered,
} from '../store/undelivered.ts';
import { NO_PARTNER } from './no-partner.ts';
import { priorityOf } from './priority.ts';

export interface Delivery {
  store: Store;
  client: Client;
  taskQueue: string;
  now(): Date;
  /** How long a submitter waits for Temporal before the row alone is the answer; default 3,000 ms. */
  deliverWithinMs?: number;
  /** Told of every submission that has to wait for the sweep, and why. */
  onUndelivered?(which: Undelivered, error: unknown): void;
  /** The same of an intake that has to wait to be read. */
  onUnread?(intake: string, error: unknown): void;
}

/**
 * Hands a recorded submission to its case: starts the workflow of its lifecycle, or signals the one that runs. Nothing waits for
 * a worker. Repeating it is harmless: the case takes each revision once.
 * @returns whether Temporal has it; false when it did not answer in time.
 */
export async function deliver(delivery: Delivery, which: Undelivered): Promise<boolean> {
  const { store, client } = delivery;
  const { case: id, lifecycle, source, externalId, sequence, sample, revision, contentHash } = which;
  const partnerId = which.partnerId ?? NO_PARTNER;
  const { workflow, title } = LIFECYCLE_NAMES[lifecycle];
  const input: CaseInput = { case: id, source, externalId, sequence, partnerId, sample };
  const message: SubmissionMessage = { case: id, revision, contentHash };
  let ended = false;
  try {
    await client.withDeadline(Date.now() + (delivery.deliverWithinMs ?? 3_000), () =>
      client.workflow.signalWithStart(workflow, {
        workflowId: id,
        taskQueue: delivery.taskQueue,
        workflowTaskTimeout: TASK_TIMEOUT,
        priority: priorityOf('case', partnerId),
        args: [input],
        signal: 'submitted',
        signalArgs: [message],
        // A run that was ended from outside is followed by another one; a case that has ended by itself is not.
        workflowIdReusePolicy: (OPEN_STATUSES as readonly CaseStatus[]).includes(which.status)
          ? 'ALLOW_DUPLICATE_FAILED_ONLY'
          : 'REJECT_DUPLICATE',
        typedSearchAttributes: [
          { key: keyword('Lifecycle'), value: lifecycle },
          { key: keyword('Partner'), value: partnerId },
          { key: keyword('CaseStatus'), value: which.status },
          { key: keyword('OpenProblem'), value: 'none' },
        ],
        staticSummary: `${title.charAt(0).toUpperCase()}${title.slice(1)} from ${source}, partner ${partnerId}`,
      }),
    );
  } catch (error) {
    ended = error instanceof WorkflowExecutionAlreadyStartedError;
    if (!ended) {
      delivery.onUndelivered?.(which, error);
      await postponeUndelivered(statement(store), which);
      return false;
    }
  }
  if (!ended) await forgetUndelivered(statement(store), which);
  else await recordOnly(delivery, which);
  return true;
}

/** The case ended while this submission was on its way: the row keeps it, and the audit says that nothing followed from it. */
async function recordOnly({ store, now }: Delivery, which: Undelivered): Promise<void> {
  const { case: id, revision, contentHash } = which;
  await transact(store, async (tx) => {
    const at = now().toISOString();
    const said = { actor: 'system', action: 'submission.after_end', revision, contentHash };
    await appendAudit(tx, id, { at, ...said });
    await forgetUndelivered(tx, which);
  });
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
