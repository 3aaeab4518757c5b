import { CancellationScope } from '@temporalio/workflow';
import type { CaseResult } from '../case-input.ts';
import type { Case } from './case.ts';
import type { CaseEnding, Look } from './case-steps.ts';
import { close, fail, undo } from './endings.ts';

/**
 * Runs a case from its beginning to its end: what is decided and written, then its closing or its rollback, and in any case an
 * answer to every decision that was sent.
 * @param work decides and writes, and answers what became of the case; ends early when a rollback or a cancellation comes
 */
export async function runCase<L extends Look, E extends CaseEnding>(
  one: Case<L, E>,
  work: () => Promise<E>,
): Promise<CaseResult> {
  // Also when the cancellation came first: a lost task forgets its writes, and the ledger may know of some.
  await CancellationScope.nonCancellable(() => one.begun());
  let end: E | null = null;
  try {
    const how = await one.ledger.run(async () => {
      end = await work();
    });
    // A cancelled case still has its rollback and its row to see to.
    return await CancellationScope.nonCancellable(async () => {
      // A rollback that was accepted until the desk closes is carried out; later ones are a reversal's matter.
      const done = how === 'completed' && end !== null && (await one.desk.close());
      return { case: one.now.case, outcome: done && end ? await close(one, end) : await undo(one) };
    });
  } catch (error) {
    await CancellationScope.nonCancellable(() => fail(one, error));
    throw error;
  } finally {
    await one.desk.drain();
  }
}
