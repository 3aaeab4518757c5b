import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { priorityOf } from '../../adapters/intake/priority.ts';
import { appendAudit } from '../../adapters/store/audit.ts';
import { insertCase } from '../../adapters/store/cases.ts';
import { type Store, transact } from '../../adapters/store/pool.ts';
import { SCHEDULE, TASK_TIMEOUT } from '../../domain/case.ts';
import { caseId } from '../../domain/identity.ts';
import {
  isLifecycle,
  LIFECYCLE_NAMES,
  type Lifecycle,
  type LifecycleNames,
  PERIOD_BATCH,
  qualified,
} from '../../domain/lifecycles.ts';
import { periodOver } from '../../domain/period.ts';
import type { CaseInput } from '../../workflows/case-input.ts';
import { attributes } from '../../workflows/search-attributes.ts';
import { openBatch } from '../batch/open-batch.ts';
import { failure } from './vendor-failures.ts';

export interface StarterDeps {
  store: Store;
  client: Client;
  taskQueue: string;
  now: () => Date;
}

export type PeriodActivities = ReturnType<typeof periodActivities>;

export function periodActivities(deps: StarterDeps) {
  return {
    /**
     * Asks for a lifecycle's batch over the period that was over at an instant; answers its id.
     * @throws ApplicationFailure NotFound as startPeriodCase
     */
    async startPeriodBatch(asked: { lifecycle: string; at: string }): Promise<string> {
      const { lifecycle, at } = asked;
      const names: LifecycleNames | null = isLifecycle(lifecycle) ? LIFECYCLE_NAMES[lifecycle] : null;
      const isOver = Date.parse(at) <= deps.now().getTime();
      if (!names?.batch || !isOver)
        throw failure('NotFound', `no schedule starts a batch of ${lifecycle} for ${at}`);
      const kind = qualified(lifecycle as Lifecycle, PERIOD_BATCH);
      return openBatch(deps, { kind, name: periodOver(names.batch, at), by: 'system' });
    },

    /**
     * Starts the case of the period that was over at an instant; answers its id. Anybody could have started what asks for it, so a
     * lifecycle without periods and a period that still runs are refused.
     * @throws ApplicationFailure NotFound
     */
    async startPeriodCase(asked: { lifecycle: string; at: string }): Promise<string> {
      const { lifecycle, at } = asked;
      const names: LifecycleNames | null = isLifecycle(lifecycle) ? LIFECYCLE_NAMES[lifecycle] : null;
      const isOver = Date.parse(at) <= deps.now().getTime();
      if (!names?.period || !isOver)
        throw failure('NotFound', `no schedule starts a case of ${lifecycle} for ${at}`);
      return startPeriodCase(deps, lifecycle as Lifecycle, periodOver(names.period, at));
    },
  };
}

/** An item of a batch that is a case. */
export interface ItemOfBatch {
  batch: string;
  partnerId: string | null;
  /** From 2 on: the item is tried again, as another case. */
  sequence: number;
}

/**
 * Starts the case of a period, or of an item of a batch, which has no submission. Its id names lifecycle and period, so a second start of
 * the same period is the same case.
 * @param period such as `2026-Q3`; of an item whatever names it among all of its lifecycle, such as `2026-Q3/7001`
 * @returns the case's id
 */
export async function startPeriodCase(
  { store, client, taskQueue, now }: StarterDeps,
  lifecycle: Lifecycle,
  period: string,
  item?: ItemOfBatch,
): Promise<string> {
  const identity = { lifecycle, source: SCHEDULE, externalId: period, sequence: item?.sequence ?? 1 };
  const partnerId = item?.partnerId ?? null;
  const id = caseId(identity);
  await transact(store, async (tx) => {
    const at = now().toISOString();
    if (!(await insertCase(tx, { ...identity, case: id, status: 'running', openedAt: at, partnerId })))
      return;
    const batch = item ? { batch: item.batch } : {};
    await appendAudit(tx, id, { at, actor: 'system', action: 'case.started', period, ...batch });
  });
  const input: CaseInput = { ...identity, case: id, period, partnerId, sample: false };
  const { workflow, title } = LIFECYCLE_NAMES[lifecycle];
  try {
    await client.workflow.start(workflow, {
      workflowId: id,
      taskQueue,
      workflowTaskTimeout: TASK_TIMEOUT,
      priority: priorityOf(item ? 'batch' : 'case', partnerId ?? SCHEDULE),
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      typedSearchAttributes: [
        { key: attributes.Lifecycle, value: lifecycle },
        { key: attributes.CaseStatus, value: 'running' },
        { key: attributes.OpenProblem, value: 'none' },
        ...(item ? [{ key: attributes.Batch, value: item.batch }] : []),
        ...(partnerId === null ? [] : [{ key: attributes.Partner, value: partnerId }]),
      ],
      staticSummary: `${title}, ${period}`,
    });
  } catch (error) {
    // It has run and ended: the period has its case.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  return id;
}
