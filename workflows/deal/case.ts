import { isCancellation, proxyActivities } from '@temporalio/workflow';
import type { DealActivities } from '../../activities/deal/index.ts';
import type { Triage } from '../../activities/deal/triage.ts';
import type { RollbackPlan } from '../../activities/ledger/rollback.ts';
import type { RolloutActivities } from '../../activities/rollout/rollout.ts';
import { dealEditsProblem } from '../../domain/deal/edits.ts';
import type { Desk, Verdict } from '../kit/desk.ts';
import { openLedger } from '../kit/effects.ts';
import { messageOf } from '../kit/failure-type.ts';
import { openDesk } from '../kit/gate.ts';
import type { EffectProblem, Ledger, LedgerCase } from '../kit/ledger.ts';
import { askToMoveMoneyBack } from '../kit/money-back.ts';
import type { TellPartner } from '../kit/partner-notices.ts';
import { model, record } from '../kit/profiles.ts';
import { openProgress, type Progress } from '../kit/progress.ts';
import { watchRollout } from '../kit/rollout-watch.ts';
import { localFirst } from '../kit/step.ts';
import { listenForSubmissions, type Submissions } from '../kit/submissions.ts';
import { lookAt } from './look.ts';
import { sendNotice } from './notices.ts';
import type { DealRegistrationInput } from './registration-input.ts';
import { type ReviewNotices, reviewNotices } from './review-notices.ts';

const deals = localFirst<DealActivities>(record);
const models = proxyActivities<DealActivities>(model);
const rollouts = localFirst<RolloutActivities>(record);

/** One registration's case with everything of the kit that it uses, wired together. */
export interface DealCase {
  readonly now: Readonly<LedgerCase>;
  readonly progress: Progress;
  readonly desk: Desk;
  readonly ledger: Ledger;
  readonly submissions: Submissions;
  readonly notices: ReviewNotices;
  /** Reads and decides the newest revision; waits while the segment is `off`, asks a person when a vendor stays away. */
  triage(): Promise<Triage>;
  /** Has the model explain a decision, where there is one; its failure or slowness never holds up or changes anything. */
  explain(triage: Triage): Promise<void>;
  /** Tells the partner what is missing, and reminds. */
  askPartner(triage: Triage): TellPartner;
  /** From now on amendments are only recorded: it has been decided. */
  settle(): void;
  /** Applies an override's edits as a revision of their own and looks again. */
  edited(verdict: Verdict): Promise<Triage>;
  /** Sets what the decider advised beside what a person did: the ground of promotion and demotion. */
  compare(triage: Triage, human: 'approve' | 'reject' | null): Promise<void>;
  /** Asks for the second yes before money is moved back. */
  allowMoney(plan: RollbackPlan): Promise<boolean>;
}

export function openDealCase(input: DealRegistrationInput): DealCase {
  const progress = openProgress(input.case);
  const rollout = watchRollout();
  const now: LedgerCase = {
    case: input.case,
    lifecycle: 'deal',
    segment: 'unknown/unknown/standard',
    revision: 1,
  };
  let latest: Triage | null = null;
  let settled = false;
  let asked = 0;
  const submissions = listenForSubmissions((revision) => {
    if (settled) return false;
    now.revision = revision;
    void desk.amend();
    return true;
  });
  const desk = openDesk({
    case: input.case,
    progress,
    // From the decision on, whether or not a lost task has forgotten what it wrote: the ledger knows.
    undoable: () => settled || ledger.entries.length > 0,
    checkEdits: dealEditsProblem,
    onRollback: () => ledger.requestRollback(),
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

  async function triage(): Promise<Triage> {
    latest = await lookAt({ now, progress, rollout, askAbout });
    return latest;
  }

  return {
    now,
    progress,
    desk,
    ledger,
    submissions,
    notices: reviewNotices(ledger),
    triage,
    async explain({ explainable }) {
      if (!explainable) return;
      try {
        const writtenBy = await models.explainDeal(input.case);
        progress.show({}, `rationale written by the ${writtenBy}`);
      } catch (error) {
        if (isCancellation(error)) throw error;
        progress.show({}, `rationale left as the template wrote it: ${messageOf(error)}`);
      }
    },
    askPartner: (asking) => (questions, reminder, answerBy) => {
      asked += reminder === 0 ? 1 : 0;
      const values = { questions, answer_by: answerBy.slice(0, 10) };
      return sendNotice(ledger, asking, 'information_requested', values, `information-${asked}-${reminder}`);
    },
    settle() {
      settled = true;
    },
    async edited({ edits, decided }) {
      if (!edits) return latest ?? triage();
      const { revision } = now;
      now.revision = await deals.applyDealEdits({
        case: input.case,
        revision,
        edits,
        by: decided?.by ?? 'system',
      });
      return triage();
    },
    async compare(seen, human) {
      await rollouts.recordAgreement({
        case: input.case,
        revision: now.revision,
        lifecycle: 'deal',
        segment: seen.segment,
        machine: seen.outcome === 'automatic' ? 'approve' : 'review',
        human,
        amountUsd: seen.amountUsd,
      });
    },
    allowMoney: (plan) => askToMoveMoneyBack(desk, plan),
  };
}
