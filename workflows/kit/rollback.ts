import { ApplicationFailure, CancellationScope, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { PlanLine, RollbackActivities, RollbackPlan, Undone } from '../../activities/ledger/rollback.ts';
import { failureType, mayRetry, messageOf } from './failure-type.ts';
import { undo } from './profiles.ts';
import type { Progress } from './progress.ts';

export interface StillOpen {
  key: string;
  operation: string;
  why: string;
}

export interface RollbackReport {
  undone: Undone[];
  open: StillOpen[];
}

export interface RollbackHooks {
  /** Opens a gate of kind `rollback` before money is moved back; false leaves those writes standing. */
  allowMoney(plan: RollbackPlan): Promise<boolean>;
  /** Frees what the case held, once everything it wrote is gone. This comes before the case says so, because a new start may follow at once. */
  release(): Promise<void>;
  /** The reversal's own case, when the case that is rolled back has ended. */
  reversal?: string;
  progress: Pick<Progress, 'raise' | 'show'>;
}

/** At first each undo is tried for a quarter of a minute only, so that one that fails does not hold up the others. */
const firstTurn = proxyActivities<RollbackActivities>({
  ...undo,
  retry: { ...undo.retry, maximumAttempts: 5 },
});
/** Then they are tried again for about two hours, as a write is during an outage. After that a person is told, and retries the case. */
const secondTurn = proxyActivities<RollbackActivities>({
  ...undo,
  retry: { ...undo.retry, maximumAttempts: 240 },
});
const bookkeeping = proxyActivities<RollbackActivities>(undo);

/**
 * Undoes everything that the ledger knows of a case, last first, whatever is cancelled meanwhile, and says what still
 * stands. Running it again goes on with what is open.
 * @throws ApplicationFailure RollbackIncomplete, details[0] is StillOpen[]
 */
export function rollBack(caseId: string, hooks: RollbackHooks): Promise<RollbackReport> {
  return CancellationScope.nonCancellable(async () => {
    const plan = await bookkeeping.beginRollback(caseId);
    const money = plan.lines.filter((line) => line.movesMoney).map((line) => line.key);
    const held = money.length > 0 && !(await hooks.allowMoney(plan)) ? money : [];
    const lastFirst = plan.lines.filter((line) => !held.includes(line.key));

    const first = await undoEach(firstTurn, lastFirst);
    const again = lastFirst.filter((line) => first.retryable.has(line.key));
    const second = await undoEach(secondTurn, again);

    const undone = [...first.undone, ...second.undone];
    const refused = plan.lines
      .filter((line) => held.includes(line.key))
      .map(({ key, operation }) => ({ key, operation, why: 'moving the money back was not approved' }));
    const open = [...refused, ...first.open.filter((one) => !first.retryable.has(one.key)), ...second.open];
    if (open.length === 0) await hooks.release();
    await bookkeeping.closeRollback(caseId, open, hooks.reversal ?? null);
    if (open.length === 0) {
      hooks.progress.show(
        { status: 'rolled_back' },
        `undone: ${undone.map((one) => one.operation).join(', ') || 'nothing'}`,
      );
      return { undone, open };
    }

    const message = `still standing: ${open.map((one) => `${one.operation} (${one.why})`).join('; ')}`;
    hooks.progress.show({ status: 'rollback_incomplete' }, message);
    hooks.progress.raise('rollback_incomplete');
    throw ApplicationFailure.create({
      type: 'RollbackIncomplete',
      message,
      nonRetryable: true,
      details: [open],
    });
  });
}

async function undoEach(activities: Pick<RollbackActivities, 'undoEffect'>, lines: readonly PlanLine[]) {
  const result = { undone: [] as Undone[], open: [] as StillOpen[], retryable: new Set<string>() };
  for (const line of lines) {
    try {
      const undone = await activities.undoEffect(line);
      if (undone.outcome !== 'waits') result.undone.push(undone);
      else {
        result.open.push({
          key: line.key,
          operation: line.operation,
          why: undone.corrected ?? 'still in use',
        });
        result.retryable.add(line.key);
      }
    } catch (error) {
      const problem = failureType(error);
      if (problem === null && !isCancellation(error)) throw error;
      result.open.push({ key: line.key, operation: line.operation, why: messageOf(error) });
      if (mayRetry(problem)) result.retryable.add(line.key);
    }
  }
  return result;
}
