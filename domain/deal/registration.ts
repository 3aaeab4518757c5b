import type { MdfActivity } from '../incentives/mdf-activity.ts';
import type { Money } from '../money.ts';

/** The six fields of a deal registration as a partner states them; what is missing is null. */
export interface DealFields {
  customer_name: string | null;
  opportunity_name: string | null;
  /** As stated: amount and currency. `estimated_value` in USD is computed at the dated rate. */
  stated_value: Money | null;
  /** ISO date. */
  expected_close_date: string | null;
  primary_contact_email: string | null;
  partner_notes: string | null;
}

/** Their names, in the order in which they are shown. */
export const DEAL_FIELDS = [
  'customer_name',
  'opportunity_name',
  'stated_value',
  'expected_close_date',
  'primary_contact_email',
  'partner_notes',
] as const satisfies readonly (keyof DealFields)[];

/** A registration as it enters: the six fields and the two stamps. */
export interface DealSubmission extends DealFields {
  source_partner_id: string;
  /** UTC instant, ISO 8601. */
  submission_timestamp: string;
  /** Program the partner registers under; `standard` when not named. */
  program: string;
  /** How each field was read: `structured` reaches automatic approval, `extracted` (free text) only ever a reviewer. */
  provenance: 'structured' | 'extracted';
  territories: string[];
  product_families: string[];
  non_standard_discount: boolean;
  /** Whom the customer also considers, in the partner's words; absent when not stated. */
  competitor?: string;
  /** How far the customer's budget is: `approved`, `planned` or `requested`; absent when not stated. */
  budget?: string;
  /** When the project is to start: `2027`, `2027-03`, `2027-Q1` or a date; absent when not stated. */
  timeline?: string;
  /** The activity paid from market development funds that it came out of. */
  mdf?: MdfActivity;
}

export type RegistrationStatus =
  | 'Draft'
  | 'Submitted'
  | 'Incomplete'
  | 'Under Review'
  | 'Approved'
  | 'Rejected'
  | 'Expired'
  | 'Withdrawn'
  | 'Converted';

export type ClosureReason = 'Duplicate' | 'Conflict' | 'Incomplete' | 'Ineligible' | 'Withdrawn' | 'Expired';

export type TriageStatus = 'AUTO_APPROVED' | 'NEEDS_REVIEW' | 'FLAGGED_CONFLICT';
