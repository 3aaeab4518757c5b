import { canonicalDeal, type DealProblem, type ReceivedDeal } from '../../../domain/deal/canonical-deal.ts';
import { priorityInstant } from '../../../domain/deal/priority.ts';
import type { DealSubmission } from '../../../domain/deal/registration.ts';
import type { Json } from '../../../domain/json.ts';
import { sha256 } from '../../store/hash.ts';
import type { IntakeOf } from '../intake-of.ts';
import { NO_PARTNER } from '../no-partner.ts';
import { OUTLOOK, RECEIVED_MAIL, RECORD_HINT, STATED_FILE, WORD } from '../parse.ts';
import { TABLE_FORMS } from '../stated-file.ts';
import { answerCase } from './answer.ts';
import { parseDealCsv } from './csv.ts';
import { dealWithPartner } from './deal-with-partner.ts';
import { parseDealsJson } from './json.ts';
import { advance, partsRead } from './reading.ts';
import { afterEnd } from './reopening.ts';
import { openDeal, sealDeal } from './sealed.ts';

/** How registrations are taken in. */
export const dealIntake: IntakeOf<ReceivedDeal> = {
  forms: [
    ...TABLE_FORMS,
    ...([STATED_FILE, 'message/rfc822', RECEIVED_MAIL, OUTLOOK, 'text/plain'] as const),
    ...(['application/pdf', WORD, 'text/html', RECORD_HINT] as const),
  ],
  parse(form, body, now, format) {
    if (form === 'text/csv') return parseDealCsv(body, now, format);
    return parseDealsJson(body, now, format);
  },
  advance,
  partsRead,
  answer: answerCase,
  // Keyed, because it becomes part of an id: a plain hash would let anyone who guesses the content check the guess, also after the
  // person was erased.
  contentVersion: (deal, vault) => vault.tokenOf(sha256(canonicalDeal(deal))),
  seal: sealDeal,
  open: openDeal,
  partnerOf({ submission: { source_partner_id: partner } }) {
    return partner === NO_PARTNER ? null : partner;
  },
  withPartner: dealWithPartner,
  withProblems: (deal, problems: readonly DealProblem[]) => ({
    ...deal,
    problems: [...deal.problems, ...problems],
  }),
  summary: ({ submission: { customer_name, opportunity_name, stated_value } }) => ({
    ...{ customer_name, opportunity_name },
    stated_value: stated_value as Json,
  }),
  /** With the instant that counts for "first wins". */
  merge(deal, before, place, now) {
    const { submission } = deal;
    // Neither of the two is sealed.
    const earlier = before.submission as unknown as DealSubmission;
    const when = { inTime: place === 'kept', now: now.toISOString() };
    const submission_timestamp = priorityInstant(submission, earlier, when);
    return { ...deal, submission: { ...submission, submission_timestamp } };
  },
  afterEnd,
};
