import type { PartnerRecord } from '../../adapters/ports/prm.ts';
import { companyDomain } from '../../domain/company/mail-domains.ts';
import type { ReceivedDeal } from '../../domain/deal/canonical-deal.ts';
import type {
  DealEvidence,
  DocumentEvidence,
  PartnerEvidence,
  SubmissionEvidence,
} from '../../domain/deal/evidence.ts';
import { mentionsBudget, mentionsTimeline } from '../../domain/deal/stated-needs.ts';
import type { ReceivedDocument } from '../../domain/documents/document.ts';
import { type DatedRate, rateAsOf } from '../../domain/exchange-rate.ts';
import { convertMoney } from '../../domain/money.ts';

/** What was read for one registration, before it is frozen. */
export interface DealRecords
  extends Pick<DealEvidence, 'matching' | 'matches' | 'peers' | 'company' | 'documents'> {
  case: string;
  deal: ReceivedDeal;
  partner: PartnerRecord | null;
  rates: readonly DatedRate[];
}

/** Puts the records into the form that the decision looks at; personal data stays behind. `asOf`: UTC instant. */
export function dealEvidence(records: DealRecords, shared: readonly string[], asOf: string): DealEvidence {
  const { deal, partner, matching, matches, peers, company, documents } = records;
  return {
    schemaVersion: 2,
    unknownIsNull: true,
    asOf,
    record: `registration:${records.case}`,
    submission: submissionEvidence(deal, records.rates, shared),
    partner: partnerEvidence(deal.submission.source_partner_id, partner),
    peers,
    company,
    matching,
    matches,
    documents,
  };
}

function submissionEvidence(
  { submission, problems, attachments, unread }: ReceivedDeal,
  rates: readonly DatedRate[],
  shared: readonly string[],
): SubmissionEvidence {
  const { stated_value: stated, partner_notes: notes } = submission;
  const rate = stated && rateAsOf(rates, stated.currency, submission.submission_timestamp.slice(0, 10));
  return {
    customer_name: submission.customer_name,
    opportunity_name: submission.opportunity_name,
    stated_value: stated,
    estimated_value: stated && rate ? convertMoney(stated, 'USD', rate.value).amount : null,
    rate,
    expected_close_date: submission.expected_close_date,
    contact_domain: companyDomain(submission.primary_contact_email, shared),
    contact_given: submission.primary_contact_email !== null,
    notes_given: notes !== null,
    budget: submission.budget ? 'given' : mentionsBudget(notes) ? 'in_text' : 'missing',
    timeline: submission.timeline ? 'given' : mentionsTimeline(notes) ? 'in_text' : 'missing',
    provenance: submission.provenance,
    program: submission.program,
    territories: submission.territories,
    product_families: submission.product_families,
    non_standard_discount: submission.non_standard_discount,
    ...(submission.competitor === undefined ? {} : { competitor: submission.competitor }),
    submission_timestamp: submission.submission_timestamp,
    mdf: submission.mdf ?? null,
    problems: [
      ...problems.map((problem) => problem.code),
      ...attachments.flatMap((attachment) =>
        attachment.problem ? [`attachment_${attachment.problem}` as const] : [],
      ),
    ],
    ...(unread ? { unread } : {}),
  };
}

/** What a document says, without its name: that is the sender's own words. */
export function documentEvidence({ sha256, kind, missing, terms }: ReceivedDocument): DocumentEvidence {
  return { sha256, kind, missing, problem: null, date: terms.date, amount: terms.value };
}

function partnerEvidence(id: string, partner: PartnerRecord | null): PartnerEvidence {
  return {
    id,
    known: partner !== null,
    active: partner?.active ?? false,
    tier: partner?.tier ?? null,
    region: partner?.region ?? null,
    winRate: partner?.winRate ?? null,
    performance: partner?.performance ?? null,
    certified: partner?.certified ?? null,
    approvedRegistrations: partner?.approvedRegistrations ?? null,
    certifications: partner?.certifications ?? null,
    territories: partner?.territories ?? null,
    mdfBalance: partner?.mdfBalance ?? null,
  };
}
