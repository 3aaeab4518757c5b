import type { Reason } from '../decision.ts';
import type { NoticeValues } from '../notices.ts';
import type { ClosureReason } from './registration.ts';

/** What a notice of a registration can tell. Days are ISO dates, instants ISO in UTC. */
export interface DealNoticeValues extends NoticeValues {
  /** As this partner stated it; null when the registration names none. Absent where no customer is meant. */
  customer?: string | null;
  submitted_at?: string;
  decision_by?: string;
  /** Names of missing fields, or questions in staff's own words. */
  questions?: string[];
  answer_by?: string;
  protected_until?: string;
  days_left?: number;
  reason?: ClosureReason;
  evidence?: ShownField[];
  /** Absent where nothing can be appealed: it was the appeal, or nobody answered. */
  appeal_until?: string;
  /** Until when an incomplete registration can be completed. */
  reopen_until?: string;
}

/** What a partner is told of a registration: each kind with the values without which it says nothing. */
export const DEAL_NOTICES = {
  received: ['submitted_at'],
  under_review: [],
  information_requested: ['questions'],
  approved: ['protected_until'],
  rejected: ['reason'],
  protection_ending: ['days_left', 'protected_until'],
  protection_extended: ['protected_until'],
  correction: ['earlier'],
} as const satisfies Record<string, readonly (keyof DealNoticeValues)[]>;

export type DealNoticeKind = keyof typeof DEAL_NOTICES;
export const DEAL_NOTICE_KINDS = Object.keys(DEAL_NOTICES) as DealNoticeKind[];

/** Fields of a registration that a partner may see of their own submission. */
export const SHOWN_FIELDS = [
  'customer_name',
  'opportunity_name',
  'estimated_value',
  'expected_close_date',
  'primary_contact_email',
  'partner_notes',
] as const;
export type ShownField = (typeof SHOWN_FIELDS)[number];

/**
 * The evidence of a rejection that the partner may see: which fields of their own submission counted. Reason texts and values
 * are never passed on, since those of a conflict hold another partner's name or price.
 */
export function visibleEvidence(reasons: readonly Pick<Reason, 'source'>[]): ShownField[] {
  const counted = new Set(
    reasons.flatMap(({ source }) =>
      source.startsWith('submission#') ? [source.slice('submission#'.length)] : [],
    ),
  );
  return SHOWN_FIELDS.filter(
    (field) => counted.has(field) || (field === 'estimated_value' && counted.has('stated_value')),
  );
}
