import { TemporalFailure } from '@temporalio/workflow';
import type { AfterRollbackActivities } from '../../activities/kit/after-rollback.ts';
import type { Case } from './case.ts';
import type { CaseEnding, Look } from './case-steps.ts';
import { messageOf } from './failure-type.ts';
import { record } from './profiles.ts';
import { rollBack } from './rollback.ts';
import { localFirst } from './step.ts';

const lifecycles = localFirst<AfterRollbackActivities>(record);

/** Ends the case with what became of it. */
export async function close<L extends Look, E extends CaseEnding>(one: Case<L, E>, end: E): Promise<string> {
  const mode = one.progress.view.mode ?? 'shadow';
  await one.steps.close({ ...end, case: one.now.case, status: 'completed', mode });
  one.progress.show({ status: 'completed', outcome: end.outcome }, end.outcome);
  return end.outcome;
}

/** What no retry and no person at a vendor can help: the case says so and ends; what stands goes with a reversal. */
export async function fail<L extends Look, E extends CaseEnding>(
  one: Case<L, E>,
  error: unknown,
): Promise<void> {
  // A bug is no failure: Temporal keeps the case and tries again with better code. An incomplete rollback has said so itself.
  if (!(error instanceof TemporalFailure) || one.progress.view.status === 'rollback_incomplete') return;
  const mode = one.progress.view.mode ?? 'shadow';
  const outcome = `failed: ${messageOf(error)}`.slice(0, 300);
  const end = { ...one.steps.failed, outcome } as E;
  await one.steps.close({ ...end, case: one.now.case, status: 'failed', mode });
  // The search attribute takes 200 characters and is a code; the sentence is in the row and the history.
  one.progress.show({ status: 'failed', outcome: 'failed' }, outcome);
}

/** A person asked for it, or the run was cancelled: everything that was written goes, last first. */
export async function undoCase<L extends Look, E extends CaseEnding>(one: Case<L, E>): Promise<string> {
  const { case: id } = one.now;
  await rollBack(id, { ...one, release: () => lifecycles.afterRollback(id) });
  one.progress.show(
    { status: 'rolled_back', outcome: 'rolled back' },
    'everything that was written has been undone',
  );
  return 'rolled back';
}
