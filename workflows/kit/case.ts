import { isCancellation, workflowInfo } from '@temporalio/workflow';
import type { RollbackPlan } from '../../activities/ledger/rollback.ts';
import type { RolloutActivities } from '../../activities/rollout/rollout.ts';
import { machineWord } from '../../domain/agreed.ts';
import type { JsonObject } from '../../domain/json.ts';
import { type CaseInput, recordIn } from '../case-input.ts';
import { type CaseLife, caseLife } from './case-life.ts';
import type { CaseEnding, CaseSteps, Look } from './case-steps.ts';
import type { Desk, Verdict } from './desk.ts';
import { openLedger } from './effects.ts';
import { messageOf } from './failure-type.ts';
import { openDesk } from './gate.ts';
import type { EffectProblem, Ledger, LedgerCase } from './ledger.ts';
import { lookAt } from './look.ts';
import { askToMoveMoneyBack } from './money-back.ts';
import { record } from './profiles.ts';
import { openProgress, type Progress } from './progress.ts';
import { watchRollout } from './rollout-watch.ts';
import { localFirst } from './step.ts';

const rollouts = localFirst<RolloutActivities>(record);

/** One case with everything of the kit that it uses, wired together. */
export interface Case<L extends Look, E extends CaseEnding> extends CaseLife {
  readonly steps: CaseSteps<L, E>;
  readonly now: Readonly<LedgerCase>;
  readonly progress: Progress;
  readonly desk: Desk;
  readonly ledger: Ledger;
  /** Reads and decides the newest revision; waits while the segment is `off`, asks a person when a vendor stays away. */
  look(): Promise<L>;
  /** What a look found, once a person has decided: of a case that is decided blind it was kept back. */
  opened(look: L): Promise<L>;
  /** Has the model explain a decision, where there is one; its failure or slowness never holds up or changes anything. */
  explain(look: L): Promise<void>;
  /** Applies an override's edits as a revision of their own and looks again. */
  edited(verdict: Verdict): Promise<L>;
  /** Sets what the decider advised beside what a person did: the ground of promotion and demotion. */
  compare(look: L, human: 'approve' | 'override' | 'reject' | null): Promise<void>;
  /** Whether what a person edited is another amount than the machine's. */
  changesAmount(edits: JsonObject | null): boolean;
  /** Asks for the second yes before money is moved back. */
  allowMoney(plan: RollbackPlan): Promise<boolean>;
}

/** Call it before the first await of the workflow, so that no message arrives unheard. */
export function openCase<L extends Look, E extends CaseEnding>(
  input: CaseInput,
  steps: CaseSteps<L, E>,
): Case<L, E> {
  const id = workflowInfo().workflowId;
  const progress = openProgress(id, { ...recordIn(input, steps.lifecycle, id), lifecycle: steps.lifecycle });
  const now: LedgerCase = { case: id, lifecycle: steps.lifecycle, segment: steps.firstSegment, revision: 1 };
  const life = caseLife({
    input,
    lifecycle: steps.lifecycle,
    progress,
    now,
    desk: () => desk,
    rollBack: () => ledger.requestRollback(),
  });
  const { renewal, ready: begun } = life;
  const rollout = watchRollout(renewal);
  let latest: L | null = null;
  const desk = openDesk({
    case: id,
    progress,
    // From the decision on, whether or not a lost task has forgotten what it wrote: the ledger knows.
    undoable: () => life.settled() || ledger.entries.length > 0,
    checkEdits: steps.checkEdits ?? (() => 'Nothing of this case can be edited'),
    onRollback: () => ledger.requestRollback(),
    begun,
    renewal,
  });
  const ledger = openLedger(now, { progress, rollout, decide: (problem) => askAbout(problem) });

  async function askAbout(
    problem: Pick<EffectProblem, 'message' | 'operation'>,
  ): Promise<'retry' | 'roll_back'> {
    const { operation, message } = problem;
    const verdict = await desk.ask({
      kind: 'effect',
      reasons: [{ rule: 'effect', text: message, source: operation }],
      evidenceHash: latest?.evidenceHash ?? '',
      clocks: ['effect'],
      actions: ['approve', 'reassign'],
    });
    return verdict.outcome === 'rolled_back' ? 'roll_back' : 'retry';
  }

  async function look(): Promise<L> {
    latest = await lookAt(steps, { now, progress, rollout, askAbout });
    return latest;
  }

  async function opened(seen: L): Promise<L> {
    if (seen.covered === undefined) return seen;
    latest = await steps.open({ case: id, revision: seen.covered });
    return latest;
  }

  return {
    ...life,
    steps,
    now,
    progress,
    desk,
    ledger,
    look,
    opened,
    async explain({ explainable }) {
      if (!explainable || !steps.explain) return;
      try {
        const said = await steps.explain(id);
        const { writtenBy, versions } = typeof said === 'string' ? { writtenBy: said, versions: [] } : said;
        progress.show({ versions }, `rationale written by the ${writtenBy}`);
      } catch (error) {
        if (isCancellation(error)) throw error;
        progress.show({}, `rationale left as the template wrote it: ${messageOf(error)}`);
      }
    },
    async edited({ edits, decided }) {
      if (!edits || !steps.applyEdits) return latest ?? look();
      const { revision } = now;
      now.revision = await steps.applyEdits({ case: id, revision, edits, by: decided?.by ?? 'system' });
      // Where the comparison of the decision was tampered with, the case is drawn once more; whoever edited it has decided all the same.
      return opened(await look());
    },
    async compare(seen, human) {
      await rollouts.recordAgreement({
        case: id,
        revision: now.revision,
        lifecycle: steps.lifecycle,
        segment: seen.segment,
        machine: seen.covered !== undefined ? null : machineWord(seen.outcome),
        human,
        amountUsd: seen.amountUsd,
      });
    },
    changesAmount: (edits) => edits !== null && (steps.changesAmount?.(edits) ?? true),
    allowMoney: (plan) => askToMoveMoneyBack(desk, plan),
  };
}
