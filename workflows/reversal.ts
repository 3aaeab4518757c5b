import { condition, proxyActivities } from '@temporalio/workflow';
import type { AfterRollbackActivities } from '../activities/kit/after-rollback.ts';
import type { RollbackActivities, RollbackPlan } from '../activities/ledger/rollback.ts';
import { reversalId } from '../domain/identity.ts';
import { openDesk } from './kit/gate.ts';
import { askToMoveMoneyBack } from './kit/money-back.ts';
import { undo } from './kit/profiles.ts';
import { openProgress } from './kit/progress.ts';
import { rollBack } from './kit/rollback.ts';

export interface ReversalInput {
  /** The case to undo; it has ended. Who may roll it back is judged as if it still ran. */
  original: string;
}

const activities = proxyActivities<RollbackActivities & AfterRollbackActivities>(undo);
/** Started together with the `rollback` Update; when that is refused, somebody else may send a good one until then. */
const DECIDED_WITHIN = '1 day';

/**
 * Undoes everything that a case has written, after its end: on a person's `rollback`, and on a second yes where money moves
 * back. Started again after RollbackIncomplete it goes on with what still stands.
 * @throws ApplicationFailure RollbackIncomplete
 */
export async function reversal({ original }: ReversalInput): Promise<string> {
  // Never from the input: facts and decisions of one case must not undo another.
  const id = reversalId(original);
  const progress = openProgress(id, { lifecycle: 'reversal' });
  let plan: RollbackPlan | null = null;
  const desk = openDesk({
    case: id,
    progress,
    undoable: () => plan === null || plan.lines.length > 0,
  });
  try {
    await activities.openReversal(id, original);
    plan = await activities.planRollback(original);
    progress.show({}, `would undo ${plan.lines.map((line) => line.operation).join(', ') || 'nothing'}`);
    if (!(await condition(() => desk.rolledBack !== null, DECIDED_WITHIN))) {
      await activities.withdrawReversal(id);
      progress.show({ status: 'completed', outcome: 'withdrawn' }, 'nobody confirmed the rollback in time');
      return 'withdrawn';
    }
    const release = () => activities.afterRollback(original);
    await rollBack(original, {
      progress,
      reversal: id,
      allowMoney: (plan) => askToMoveMoneyBack(desk, plan),
      release,
    });
    progress.show({ status: 'completed', outcome: 'rolled_back' });
    return 'rolled_back';
  } finally {
    await desk.drain();
  }
}
