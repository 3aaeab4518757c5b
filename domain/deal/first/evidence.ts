import type { Money } from '../../money.ts';
import type { SubmissionProblem } from '../evidence.ts';

/**
 * Everything that the decision on a deal registration may look at, frozen before it is taken. Holds no personal data: the
 * contact appears as its company domain only.
 */
export interface DealEvidence {
  schemaVersion: 1;
  /** UTC instant at which the records were read. */
  asOf: string;
  submission: {
    customer_name: string | null;
    opportunity_name: string | null;
    stated_value: Money | null;
    /** USD at the dated rate; null without value or rate. */
    estimated_value: string | null;
    rate: { value: string; date: string } | null;
    expected_close_date: string | null;
    /** Company domain of the contact; null when there is no contact or the address is a free-mail one. */
    contact_domain: string | null;
    contact_given: boolean;
    notes_given: boolean;
    provenance: 'structured' | 'extracted';
    program: string;
    territories: string[];
    product_families: string[];
    non_standard_discount: boolean;
    submission_timestamp: string;
    /** Codes of what intake found odd but let in, e.g. `close_date_past`. */
    problems: SubmissionProblem[];
  };
  partner: {
    id: string;
    known: boolean;
    active: boolean;
    tier: string | null;
    region: string | null;
    winRate: number | null;
    performance: number | null;
    certified: boolean | null;
    approvedRegistrations: number | null;
  };
  /** Records that may be the same customer, from registrations, CRM accounts and CRM opportunities. */
  candidates: ConflictCandidate[];
}

export interface ConflictCandidate {
  /** `registration:<case>`, `crm:Account/<id>`, `crm:Opportunity/<id>` */
  record: string;
  kind: 'registration' | 'account' | 'opportunity';
  name: string;
  normalisedName: string;
  domain: string | null;
  /** Partner of the record; null: the vendor's own. */
  partnerId: string | null;
  submittedAt: string | null;
  protectedUntil: string | null;
  open: boolean;
}
