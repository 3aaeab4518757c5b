import { condition, continueAsNew, proxyActivities, setHandler } from '@temporalio/workflow';
import type { DecisionAction } from '../../../domain/decision.ts';
import type { DeskState, Verdict } from '../../../workflows/kit/desk.ts';
import { openDesk } from '../../../workflows/kit/gate.ts';
import { openProgress } from '../../../workflows/kit/progress.ts';
import { submit } from '../../../workflows/messages.ts';

export interface DeskInput {
  case: string;
  clocks: string[];
  quorum?: number;
  actions?: DecisionAction[];
  partnerQuestions?: string[];
  undoable?: boolean;
  /** After a yes, how long it goes on writing, e.g. `1 h`. */
  writes?: `${number} h`;
  /** How long it stays after it has closed its desk. */
  lingers?: `${number} s`;
  /** An amendment has come before the question opens. */
  outdated?: boolean;
  /** Goes on as a new run once it has asked, which asks when the question is answered; or tries to when it is answered. */
  renews?: 'once asked' | 'once answered';
  /** What the run before has left. */
  before?: DeskState;
}

interface Told {
  tellPartner(caseId: string, questions: string[], reminder: number): Promise<void>;
}
const { tellPartner } = proxyActivities<Told>({ startToCloseTimeout: '5 s', retry: { maximumAttempts: 1 } });

/** The smallest lifecycle that has a desk: asks until nobody amends, then writes for a while. */
export async function deskCase(
  input: DeskInput,
): Promise<{ verdicts: Verdict[]; rolledBack: string | null; interrupted: boolean }> {
  const progress = openProgress(input.case);
  let revision = 1;
  let undoable = input.undoable ?? false;
  let interrupted = false;
  const desk = openDesk({
    case: input.case,
    progress,
    undoable: () => undoable,
    checkEdits: (edits) => ('tier' in edits ? null : 'tier is the only field that can be edited'),
    onRollback: () => {
      interrupted = true;
    },
    renewal: {
      due: () => input.renews !== undefined && input.before === undefined && desk.quiet(),
      async renew(waits) {
        if (input.renews === 'once answered') await condition(() => progress.view.gate === null);
        if (waits?.()) await continueAsNew<typeof deskCase>({ ...input, before: desk.state() });
      },
    },
  });
  if (input.before) {
    desk.resume(input.before);
    await condition(() => progress.view.gate === null);
  }
  setHandler(submit, async (message) => {
    revision = message.revision;
    desk.amend();
    return { case: input.case, revision, accepted: true };
  });
  const verdicts: Verdict[] = [];
  do {
    verdicts.push(
      await desk.ask({
        kind: 'review',
        reasons: [{ rule: 'always_person.test', text: 'A person has to look', source: 'submission#name' }],
        evidenceHash: `e${revision}`,
        clocks: input.clocks,
        ...(input.quorum ? { quorum: input.quorum } : {}),
        ...(input.actions ? { actions: input.actions } : {}),
        ...(input.partnerQuestions && revision === 1 ? { partnerQuestions: input.partnerQuestions } : {}),
        outdated: () => input.outdated === true && verdicts.length === 0,
        askPartner: (questions, reminder) => tellPartner(input.case, questions, reminder),
      }),
    );
  } while (verdicts.at(-1)?.outcome === 'amended');
  if (input.writes && verdicts.at(-1)?.outcome === 'approved') {
    undoable = true;
    progress.show({}, 'writing');
    await condition(() => interrupted, input.writes);
  }
  // A rollback taken before the case is closed has to be seen here; one after it has to be refused.
  await desk.close();
  const outcome = desk.rolledBack ? 'rolled_back' : (verdicts.at(-1)?.outcome ?? null);
  progress.show({ status: desk.rolledBack ? 'rolled_back' : 'completed', outcome }, 'ended');
  if (input.lingers) await condition(() => false, input.lingers);
  await desk.drain();
  return { verdicts, rolledBack: desk.rolledBack?.by ?? null, interrupted };
}
