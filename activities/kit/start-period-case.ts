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
} from '../../domain/lifecycles.ts';
import { periodOver } from '../../domain/period.ts';
import type { CaseInput } from '../../workflows/case-input.ts';
import { attributes } from '../../workflows/search-attributes.ts';
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

/**
 * Starts the case of a period, which has neither a submission nor a partner. Its id names lifecycle and period, so a second start of
 * the same period is the same case.
 * @param period such as `2026-Q3`
 * @returns the case's id
 */
export async function startPeriodCase(
  { store, client, taskQueue, now }: StarterDeps,
  lifecycle: Lifecycle,
  period: string,
): Promise<string> {
  const identity = { lifecycle, source: SCHEDULE, externalId: period, sequence: 1 };
  const id = caseId(identity);
  await transact(store, async (tx) => {
    const at = now().toISOString();
    if (!(await insertCase(tx, { ...identity, case: id, status: 'running', openedAt: at }))) return;
    await appendAudit(tx, id, { at, actor: 'system', action: 'case.started', period });
  });
  const input: CaseInput = { ...identity, case: id, period, partnerId: null, sample: false };
  const { workflow, title } = LIFECYCLE_NAMES[lifecycle];
  try {
    await client.workflow.start(workflow, {
      workflowId: id,
      taskQueue,
      workflowTaskTimeout: TASK_TIMEOUT,
      priority: priorityOf('case', SCHEDULE),
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      typedSearchAttributes: [
        { key: attributes.Lifecycle, value: lifecycle },
        { key: attributes.CaseStatus, value: 'running' },
        { key: attributes.OpenProblem, value: 'none' },
      ],
      staticSummary: `${title}, ${period}`,
    });
  } catch (error) {
    // It has run and ended: the period has its case.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  return id;
}
