import { TemporalFailure } from '@temporalio/workflow';
import type { DealActivities } from '../../activities/deal/index.ts';
import type { DealEnd } from '../../activities/deal/outcome.ts';
import type { AfterRollbackActivities } from '../../activities/kit/after-rollback.ts';
import { messageOf } from '../kit/failure-type.ts';
import { record } from '../kit/profiles.ts';
import { rollBack } from '../kit/rollback.ts';
import { localFirst } from '../kit/step.ts';
import type { DealCase } from './case.ts';
import type { DealRegistrationInput } from './registration-input.ts';

const deals = localFirst<DealActivities & AfterRollbackActivities>(record);

/** What became of a registration, before it is written down. */
export type DealEnding = Omit<DealEnd, 'case' | 'status' | 'mode'>;

/** Ends the case with what became of it. */
export async function close(input: DealRegistrationInput, deal: DealCase, end: DealEnding): Promise<string> {
  const mode = deal.progress.view.mode ?? 'shadow';
  await deals.closeDeal({ ...end, case: input.case, status: 'completed', mode });
  deal.progress.show({ status: 'completed', outcome: end.outcome }, end.outcome);
  return end.outcome;
}

/** What no retry and no person at a vendor can help: the case says so and ends; what stands goes with a reversal. */
export async function fail(input: DealRegistrationInput, deal: DealCase, error: unknown): Promise<void> {
  // A bug is no failure: Temporal keeps the case and tries again with better code. An incomplete rollback has said so itself.
  if (!(error instanceof TemporalFailure) || deal.progress.view.status === 'rollback_incomplete') return;
  const mode = deal.progress.view.mode ?? 'shadow';
  const outcome = `failed: ${messageOf(error)}`.slice(0, 300);
  const end = { registration: null, closureReason: null, authority: null, protection: null };
  await deals.closeDeal({ ...end, case: input.case, status: 'failed', outcome, mode });
  deal.progress.show({ status: 'failed', outcome }, outcome);
}

/** A person asked for it, or the run was cancelled: everything that was written goes, last first. */
export async function undo(input: DealRegistrationInput, deal: DealCase): Promise<string> {
  await rollBack(input.case, { ...deal, release: () => deals.afterRollback(input.case) });
  deal.progress.show(
    { status: 'rolled_back', outcome: 'rolled back' },
    'everything that was written has been undone',
  );
  return 'rolled back';
}
