import type { ClaimEnd } from '../../activities/claim/end.ts';
import type { ClaimActivities } from '../../activities/claim/index.ts';
import type { ClaimLook } from '../../activities/claim/look.ts';
import { claimEditsProblem } from '../../domain/claim/edits.ts';
import { reopenUntil } from '../../domain/claim/reopening.ts';
import type { DecisionAction } from '../../domain/decision.ts';
import type { CaseInput, CaseResult } from '../case-input.ts';
import { type Case, openCase } from '../kit/case.ts';
import type { CaseSteps } from '../kit/case-steps.ts';
import { decide } from '../kit/decide.ts';
import { beside } from '../kit/notice.ts';
import { read, record } from '../kit/profiles.ts';
import { runCase } from '../kit/run.ts';
import { localFirst } from '../kit/step.ts';
import { sendClaimNotice } from './notices.ts';
import { readDocuments } from './read-documents.ts';
import { pay, refuse } from './writes.ts';

const reading = localFirst<ClaimActivities>(read, 'claim');
const claims = localFirst<ClaimActivities>(record, 'claim');

/** What became of a claim, before it is written down. */
export type ClaimEnding = Omit<ClaimEnd, 'case' | 'status' | 'mode'>;
export type ClaimCase = Case<ClaimLook, ClaimEnding>;

const STEPS: CaseSteps<ClaimLook, ClaimEnding> = {
  lifecycle: 'claim',
  firstSegment: 'unknown/unknown/unknown',
  async look(request) {
    await readDocuments(request);
    return reading.look(request);
  },
  open: (request) => claims.open(request),
  close: (end) => claims.close(end),
  failed: { claim: null, granted: [], authority: null },
  shown: ({ partner, outcome }) => ({ change: { partnerId: partner.id }, line: VALIDATIONS[outcome] }),
  checkEdits: claimEditsProblem,
  applyEdits: (request) => claims.applyEdits(request),
};

const WITHOUT_APPROVAL: DecisionAction[] = ['reject', 'override', 'request_information', 'reassign'];
const VALIDATIONS = { automatic: 'Auto-Approved', review: 'Requires Review', rejected: 'Rejected' } as const;

/** One incentive claim, from its submission to the accounts. */
export async function incentiveClaim(input: CaseInput): Promise<CaseResult> {
  const claim = openCase(input, STEPS);
  return runCase(claim, () =>
    decide(claim, {
      question: (look) => question(claim, look),
      watch: (look) => watch(claim, look),
      approve: (look, by) => pay(claim, look, by),
      reject: (look, by) => refuse(claim, look, by),
      silent: (look) => incomplete(claim, look),
    }),
  );
}

/** A claim that lacks something asks its partner first. */
async function question({ ledger, memory }: ClaimCase, look: ClaimLook) {
  return {
    clocks: ['claim'],
    // Where no line could be paid, a yes would pay nothing: an override says what is paid instead.
    ...(look.accrual === null && !look.blind ? { actions: WITHOUT_APPROVAL } : {}),
    partnerQuestions: look.missing,
    async askPartner(questions: string[], reminder: number, answerBy: string) {
      const asked = Number(memory.asked ?? 0) + (reminder === 0 ? 1 : 0);
      memory.asked = asked;
      const values = { questions, answer_by: answerBy.slice(0, 10) };
      await sendClaimNotice(
        beside(ledger),
        look,
        'information_requested',
        values,
        `information-${asked}-${reminder}`,
      );
    },
    async tellOpened() {
      if (memory.received) return;
      memory.received = true;
      await sendClaimNotice(beside(ledger), look, 'received', {});
    },
  };
}

/** In shadow nothing is written; what people do elsewhere is not known here. */
async function watch(claim: ClaimCase, look: ClaimLook): Promise<ClaimEnding> {
  const { outcome } = await claim.opened(look);
  return { outcome: `shadow: ${VALIDATIONS[outcome]}`, claim: null, granted: [], authority: null };
}

/** Nobody answered in time. */
async function incomplete({ ledger }: ClaimCase, look: ClaimLook): Promise<ClaimEnding> {
  const reopen_until = reopenUntil(new Date().toISOString());
  await sendClaimNotice(ledger, look, 'incomplete', { reopen_until });
  return { outcome: 'Incomplete', claim: 'Rejected', granted: [], authority: null };
}
