import { CancellationScope, condition, patched } from '@temporalio/workflow';
import type { CaseResult } from '../case-input.ts';
import type { Case } from './case.ts';
import type { CaseEnding, Look } from './case-steps.ts';
import type { Desk } from './desk.ts';
import { close, fail, undoCase } from './endings.ts';

/**
 * Runs a case from its beginning to its end: what is decided and written, then its closing or its rollback, and in any case an
 * answer to every decision that was sent.
 * @param work decides and writes, and answers what became of the case; ends early when a rollback or a cancellation comes
 */
export async function runCase<L extends Look, E extends CaseEnding>(
  one: Case<L, E>,
  work: () => Promise<E>,
): Promise<CaseResult> {
  // This runs even when the case was cancelled first: a lost task forgets its writes, and the ledger may know of some.
  await CancellationScope.nonCancellable(() => one.begun());
  let end: E | null = null;
  try {
    const how = await one.ledger.run(async () => {
      end = await work();
    });
    // A cancelled case still has its rollback and its row to see to.
    return await CancellationScope.nonCancellable(async () => {
      // A rollback that is accepted before the desk closes is carried out here. After that it takes a reversal.
      const done = how === 'completed' && end !== null && (await one.desk.close());
      if (done && end) return { case: one.now.case, outcome: await close(one, end) };
      await untilTold(one.desk);
      return { case: one.now.case, outcome: await undoCase(one) };
    });
  } catch (error) {
    await CancellationScope.nonCancellable(() => fail(one, error));
    throw error;
  } finally {
    await one.desk.drain();
  }
}

/**
 * Waits for a notice that is on its way. An undo that finds it unanswered would have to wait until its lease has ended, which takes most of a minute.
 * The wait is short, so that a mail server that is away does not hold up the whole rollback.
 */
async function untilTold({ told }: Pick<Desk, 'told'>): Promise<void> {
  if (!told() && patched('told-before-undone')) await condition(told, '15 s');
}
