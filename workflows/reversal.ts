import { ApplicationFailure, condition, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { AfterRollbackActivities } from '../activities/kit/after-rollback.ts';
import type { SubmissionActivities } from '../activities/kit/submissions.ts';
import type { RollbackActivities, RollbackPlan } from '../activities/ledger/rollback.ts';
import { originalOf } from '../domain/identity.ts';
import type { JsonObject } from '../domain/json.ts';
import type { DeskState } from './kit/desk.ts';
import { openDesk } from './kit/gate.ts';
import { askToMoveMoneyBack } from './kit/money-back.ts';
import { record, undo } from './kit/profiles.ts';
import { openProgress, type ProgressState } from './kit/progress.ts';
import { keptFor, openRenewal } from './kit/renewal.ts';
import { rollBack } from './kit/rollback.ts';
import { localFirst } from './kit/step.ts';

export interface ReversalInput {
  /** The case to undo; it has ended. Who may roll it back is judged as if it still ran. */
  original: string;
}

/** What a reversal leaves to its next run. */
interface ReversalState {
  desk: DeskState;
  progress: ProgressState;
}

const standings = localFirst<SubmissionActivities>(record);
const activities = proxyActivities<RollbackActivities & AfterRollbackActivities>(undo);
/** Started together with the `rollback` Update; when that is refused, somebody else may send a good one until then. */
const DECIDED_WITHIN = '1 day';

/**
 * Undoes everything that a case has written, after its end: on a person's `rollback`, and on a second yes where money moves
 * back. Started again after RollbackIncomplete it goes on with what still stands.
 * @throws ApplicationFailure RollbackIncomplete
 */
export async function reversal(input: ReversalInput): Promise<string> {
  // Never from the input: facts and decisions of one case must not undo another, and anybody could have started it.
  const id = workflowInfo().workflowId;
  const original = originalOf(id);
  if (original === null) throw ApplicationFailure.nonRetryable(`${id} names no reversal`, 'NotFound');
  const progress = openProgress(id, { lifecycle: 'reversal' });
  let plan: RollbackPlan | null = null;
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const renewal = openRenewal({
    case: id,
    input,
    quiet: () => desk.quiet(),
    served: (job) => desk.served(job),
    updates: () => desk.updates(),
    state: () => ({ desk: desk.state(), progress: progress.state() }) as unknown as JsonObject,
    failed: (why) => progress.show({}, `the reversal could not go on as a new run: ${why}`),
  });
  const desk = openDesk({
    case: id,
    progress,
    undoable: () => plan === null || plan.lines.length > 0,
    begun,
    renewal,
  });
  try {
    if (workflowInfo().continuedFromExecutionRunId) {
      const before = keptFor(
        (await standings.caseStanding(id))?.kept ?? null,
      ) as unknown as ReversalState | null;
      if (before) {
        progress.resume(before.progress);
        desk.resume(before.desk);
      }
    }
    begin();
    await activities.openReversal(id, original);
    plan = await activities.planRollback(original);
    progress.show({}, `would undo ${plan.lines.map((line) => line.operation).join(', ') || 'nothing'}`);
    const confirmed = () => desk.rolledBack !== null;
    if (await condition(() => confirmed() || renewal.due(), DECIDED_WITHIN)) {
      if (!confirmed()) await renewal.renew();
    } else {
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
