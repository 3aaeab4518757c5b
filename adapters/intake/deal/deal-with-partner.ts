import type { ReceivedDeal } from '../../../domain/deal/canonical-deal.ts';
import { NO_PARTNER } from '../no-partner.ts';

/** The registration of the partner that sent it, unless it names one itself. */
export function dealWithPartner(deal: ReceivedDeal, partnerId: string): ReceivedDeal {
  if (deal.submission.source_partner_id !== NO_PARTNER) return deal;
  const submission = { ...deal.submission, source_partner_id: partnerId };
  return { ...deal, submission, problems: deal.problems.filter(({ code }) => code !== 'partner_missing') };
}
