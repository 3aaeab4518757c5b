import type { AttachmentProblem } from '../documents/attachment.ts';
import type { DocumentProblem } from '../documents/document.ts';
import type { MdfActivity } from '../incentives/mdf-activity.ts';
import type { CustomerMatch } from '../match/customer-match.ts';
import type { Money } from '../money.ts';
import type { DealProblemCode } from './canonical-deal.ts';

/**
 * Everything that the decision on a deal registration may look at, frozen before it is taken (deal@2). Holds no personal data:
 * the contact appears as its company domain only.
 */
export interface DealEvidence {
  schemaVersion: 2;
  /**
   * What is not known is null, and never means none. Absent from evidence of earlier versions, in which a touch that was not known counted as
   * none and a number as 0.
   */
  unknownIsNull?: true;
  /** UTC instant at which the records were read. */
  asOf: string;
  /** The registration itself as others' evidence names it: `registration:<case>`. */
  record: string;
  submission: SubmissionEvidence;
  partner: PartnerEvidence;
  /** How partners of the same tier and region fare: share of their ended protections that became a sale; null below 20 of them. */
  peers: { winRate: number; ended: number } | null;
  /** What an outside source knows of the customer; counts for customer fit only. */
  company: {
    source: string;
    id: string;
    country: string | null;
    industry: string | null;
    employees: number | null;
  } | null;
  /** Whose verdicts stand in `matches`: the model's id and the hash of its whole content; null where none was asked. */
  matching: { model: string; version: string; compared: number } | null;
  /** Records that may be the same customer, likeliest first, then by record. */
  matches: CustomerMatch[];
  documents: DocumentEvidence[];
}

/** A required point: stated in a field of its own, only read from running text, or not there. */
export type Given = 'given' | 'in_text' | 'missing';

/** What is odd about a submission: its fields, or a file that came with it. */
export type SubmissionProblem = DealProblemCode | `attachment_${AttachmentProblem}`;

export interface SubmissionEvidence {
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
  budget: Given;
  timeline: Given;
  provenance: 'structured' | 'extracted';
  program: string;
  territories: string[];
  product_families: string[];
  non_standard_discount: boolean;
  /** Told to the CRM only; no rule looks at it. Absent when not stated. */
  competitor?: string;
  submission_timestamp: string;
  mdf: MdfActivity | null;
  /** Codes of what intake found odd but let in, e.g. `close_date_past`. */
  problems: SubmissionProblem[];
  /** Names of fields that hold something and are not read; absent when all are. */
  unread?: string[];
}

export interface PartnerEvidence {
  id: string;
  known: boolean;
  active: boolean;
  tier: string | null;
  region: string | null;
  winRate: number | null;
  performance: number | null;
  certified: boolean | null;
  approvedRegistrations: number | null;
  /** Null: the PRM does not say. */
  certifications: string[] | null;
  territories: string[] | null;
  mdfBalance: Money | null;
}

/** What reading a document found; its words stay with the document. */
export interface DocumentEvidence {
  sha256: string;
  kind: string;
  /** Terms that a document of its kind needs and this one does not state. */
  missing: string[];
  /** Why it could not be read; null when it was. */
  problem: DocumentProblem | null;
  /** Of a proof of execution: ISO date and amount that it states. */
  date: string | null;
  amount: Money | null;
}
