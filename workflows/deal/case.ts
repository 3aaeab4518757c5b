import { proxyActivities } from '@temporalio/workflow';
import type { DealActivities } from '../../activities/deal/index.ts';
import type { DealEnd } from '../../activities/deal/outcome.ts';
import type { Triage } from '../../activities/deal/triage.ts';
import { dealEditsProblem } from '../../domain/deal/edits.ts';
import type { CaseInput } from '../case-input.ts';
import { type Case, openCase } from '../kit/case.ts';
import type { CaseSteps } from '../kit/case-steps.ts';
import { beside } from '../kit/notice.ts';
import type { TellPartner } from '../kit/partner-notices.ts';
import { model, read, record } from '../kit/profiles.ts';
import { localFirst } from '../kit/step.ts';
import { sendNotice } from './notices.ts';
import { type ReviewNotices, reviewNotices } from './review-notices.ts';

const deals = localFirst<DealActivities>(record);
const reading = localFirst<DealActivities>(read);
const models = proxyActivities<DealActivities>(model);

/** What became of a registration, before it is written down. */
export type DealEnding = Omit<DealEnd, 'case' | 'status' | 'mode'>;

/** One registration's case. */
export interface DealCase extends Case<Triage, DealEnding> {
  readonly notices: ReviewNotices;
  /** Tells the partner what is missing, and reminds. */
  askPartner(triage: Triage): TellPartner;
}

const STEPS: CaseSteps<Triage, DealEnding> = {
  lifecycle: 'deal',
  firstSegment: 'unknown/unknown/standard',
  look: (request) => reading.triageDeal(request),
  open: (request) => deals.openDeal(request),
  close: (end) => deals.closeDeal(end),
  failed: { registration: null, closureReason: null, authority: null, protection: null },
  shown: ({ partner, fields }) => ({
    change: { partnerId: partner.id },
    line: `${fields.triage_status}, score ${fields.confidence_score}`,
  }),
  checkEdits: dealEditsProblem,
  changesAmount: ({ stated_value }) => stated_value !== undefined,
  applyEdits: (request) => deals.applyDealEdits(request),
  explain: (caseId) => models.explainDeal(caseId),
};

export function openDealCase(input: CaseInput): DealCase {
  const one = openCase(input, STEPS);
  return {
    ...one,
    notices: reviewNotices(beside(one.ledger), one.memory),
    askPartner: (asking) => (questions, reminder, answerBy) => {
      const asked = Number(one.memory.asked ?? 0) + (reminder === 0 ? 1 : 0);
      one.memory.asked = asked;
      const values = { questions, answer_by: answerBy.slice(0, 10) };
      const step = `information-${asked}-${reminder}`;
      return sendNotice(beside(one.ledger), asking, 'information_requested', values, step);
    },
  };
}
