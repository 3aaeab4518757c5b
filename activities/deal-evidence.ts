import type { CrmAccount, CrmOpportunity, PartnerRecord } from '../adapters/ports.ts';
import type { ReceivedDeal } from '../domain/canonical-deal.ts';
import { hostOf, normaliseCompanyName } from '../domain/company-name.ts';
import type { ConflictCandidate, DealEvidence } from '../domain/deal-1/evidence.ts';
import { type DatedRate, rateAsOf } from '../domain/exchange-rate.ts';
import { convertMoney } from '../domain/money.ts';

/** What was read for one registration, before it is frozen. */
export interface DealRecords {
  deal: ReceivedDeal;
  partner: PartnerRecord | null;
  accounts: CrmAccount[];
  opportunities: CrmOpportunity[];
  /** Other registrations that share the domain or a like name. */
  registrations: ConflictCandidate[];
  rates: readonly DatedRate[];
}

/** The contact's company domain; null without a contact or at a free-mail provider. */
export function contactDomain(email: string | null, freeMail: readonly string[]): string | null {
  const host = hostOf(email);
  return host === null || freeMail.includes(host) ? null : host;
}

/** Puts the records into the form that the decision looks at; personal data stays behind. `asOf`: UTC instant. */
export function dealEvidence(records: DealRecords, freeMail: readonly string[], asOf: string): DealEvidence {
  const { submission, problems, attachments } = records.deal;
  const { partner } = records;
  const stated = submission.stated_value;
  const rate =
    stated && rateAsOf(records.rates, stated.currency, submission.submission_timestamp.slice(0, 10));
  return {
    schemaVersion: 1,
    asOf,
    submission: {
      customer_name: submission.customer_name,
      opportunity_name: submission.opportunity_name,
      stated_value: stated,
      estimated_value: stated && rate ? convertMoney(stated, 'USD', rate.value).amount : null,
      rate,
      expected_close_date: submission.expected_close_date,
      contact_domain: contactDomain(submission.primary_contact_email, freeMail),
      contact_given: submission.primary_contact_email !== null,
      notes_given: submission.partner_notes !== null,
      provenance: submission.provenance,
      program: submission.program,
      territories: submission.territories,
      product_families: submission.product_families,
      non_standard_discount: submission.non_standard_discount,
      submission_timestamp: submission.submission_timestamp,
      problems: [
        ...problems.map((problem) => problem.code),
        ...attachments.flatMap((attachment) =>
          attachment.problem ? [`attachment_${attachment.problem}`] : [],
        ),
      ],
    },
    partner: {
      id: submission.source_partner_id,
      known: partner !== null,
      active: partner?.active ?? false,
      tier: partner?.tier ?? null,
      region: partner?.region ?? null,
      winRate: partner?.winRate ?? null,
      performance: partner?.performance ?? null,
      certified: partner?.certified ?? null,
      approvedRegistrations: partner?.approvedRegistrations ?? null,
    },
    candidates: [...records.registrations, ...crmCandidates(records)],
  };
}

function crmCandidates({ accounts, opportunities }: DealRecords): ConflictCandidate[] {
  const known = { submittedAt: null, protectedUntil: null };
  const byAccount = accounts.map(
    (account): ConflictCandidate => ({
      ...known,
      record: `crm:Account/${account.id}`,
      kind: 'account',
      name: account.name,
      normalisedName: normaliseCompanyName(account.name),
      domain: account.domain,
      partnerId: null,
      open: opportunities.some((opportunity) => opportunity.accountId === account.id && opportunity.open),
    }),
  );
  const names = new Map(byAccount.map((candidate) => [candidate.record, candidate]));
  const open = opportunities.filter((opportunity) => opportunity.open);
  return [
    ...byAccount,
    ...open.flatMap((opportunity): ConflictCandidate[] => {
      const account = names.get(`crm:Account/${opportunity.accountId}`);
      if (!account) return [];
      const record = `crm:Opportunity/${opportunity.id}`;
      return [{ ...account, record, kind: 'opportunity', partnerId: opportunity.partnerId, open: true }];
    }),
  ];
}
