import { condition, proxyActivities } from '@temporalio/workflow';
import type { RollbackActivities, RollbackPlan } from '../activities/ledger/rollback.ts';
import type { CaseFacts } from '../domain/gate/authority.ts';
import { openDesk } from './kit/gate.ts';
import { undo } from './kit/profiles.ts';
import { openProgress } from './kit/progress.ts';
import { rollBack } from './kit/rollback.ts';

export interface ReversalInput {
  /** The reversal's own case: reversalId(original). */
  case: string;
  /** The case to undo; it has ended. */
  original: string;
  /** Of the original: who may roll it back is judged as if it still ran. */
  facts: CaseFacts;
}

/** What a lifecycle does after its writes are gone: free the customer, end a protection. */
interface LifecycleActivities {
  afterRollback(caseId: string): Promise<void>;
}

const activities = proxyActivities<RollbackActivities & LifecycleActivities>(undo);
/** Started together with the `rollback` Update; when that is refused, somebody else may send a good one until then. */
const DECIDED_WITHIN = '1 day';

/**
 * Undoes everything that a case has written, after its end: on a person's `rollback`, and on a second yes where money moves
 * back. Started again after RollbackIncomplete it goes on with what still stands.
 * @throws ApplicationFailure RollbackIncomplete
 */
export async function reversal({ case: id, original, facts }: ReversalInput): Promise<string> {
  const progress = openProgress(id);
  let plan: RollbackPlan | null = null;
  const desk = openDesk({
    case: id,
    progress,
    facts: () => facts,
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
    await rollBack(original, { progress, reversal: id, allowMoney, release });
    progress.show({ status: 'completed', outcome: 'rolled_back' });
    return 'rolled_back';
  } finally {
    await desk.drain();
  }

  async function allowMoney({ lines }: RollbackPlan): Promise<boolean> {
    const money = lines.filter((line) => line.movesMoney);
    const verdict = await desk.ask({
      kind: 'rollback',
      reasons: money.map(({ operation, key }) => ({
        rule: 'rollback.money',
        text: `${operation} would be taken back`,
        source: `effect:${key}`,
      })),
      evidenceHash: '',
      clocks: ['rollback'],
      actions: ['approve', 'reject'],
    });
    return verdict.outcome === 'approved';
  }
}
