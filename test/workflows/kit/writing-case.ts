import { condition, defineQuery, defineSignal, setHandler } from '@temporalio/workflow';
import { openLedger } from '../../../workflows/kit/effects.ts';
import type { EffectProblem, LedgerCase, NewWrite } from '../../../workflows/kit/ledger.ts';
import { openProgress } from '../../../workflows/kit/progress.ts';
import { rollBack } from '../../../workflows/kit/rollback.ts';
import { watchRollout } from '../../../workflows/kit/rollout-watch.ts';

export interface WritingInput {
  case: string;
  segment: string;
  /** Operations of the test's own vendor. */
  writes: (Omit<NewWrite, 'operation'> & { operation: string; notice?: true })[];
  /** All writes as one step, and the notice with them. */
  together?: boolean;
  /** Stays open after its writes, until `finish`. */
  stayOpen?: boolean;
  /** What stands in for the gate before money is moved back. */
  allowMoney?: boolean;
}

export const choose = defineSignal<['retry' | 'roll_back']>('choose');
export const rollBackNow = defineSignal('rollBackNow');
export const finish = defineSignal('finish');
/** What the case waits for a person with; null when it does not. */
export const asked = defineQuery<EffectProblem | null>('asked');

/** The smallest lifecycle: writes what it is told to, in order; a signal stands in for each decision of a gate. */
export async function writingCase(input: WritingInput): Promise<string> {
  const progress = openProgress(input.case);
  let question: EffectProblem | null = null;
  let choice: 'retry' | 'roll_back' | null = null;
  let finished = false;
  setHandler(choose, (chosen) => {
    choice = chosen;
  });
  setHandler(asked, () => question);
  setHandler(finish, () => {
    finished = true;
  });
  const of: LedgerCase = { case: input.case, lifecycle: 'deal', segment: input.segment, revision: 1 };
  const ledger = openLedger(of, {
    progress,
    rollout: watchRollout(),
    async decide(problem) {
      question = problem;
      choice = null;
      await condition(() => choice !== null);
      question = null;
      return choice ?? 'retry';
    },
  });
  setHandler(rollBackNow, () => ledger.requestRollback());
  const how = await ledger.run(async () => {
    const writes = input.writes as (NewWrite & { notice?: true })[];
    if (input.together) {
      const told = writes.find(({ notice }) => notice) ?? null;
      await ledger.writeAll(
        writes.filter(({ notice }) => !notice),
        told,
      );
    }
    for (const { step, operation, payload, notice } of input.together ? [] : writes) {
      if (notice) await ledger.notice(step, operation, payload);
      else await ledger.write(step, operation, payload);
    }
    await condition(() => finished || input.stayOpen !== true);
  });
  if (how === 'completed') return how;
  await rollBack(input.case, {
    progress,
    allowMoney: async () => input.allowMoney === true,
    release: async () => {},
  });
  return `rolled back (${how})`;
}
