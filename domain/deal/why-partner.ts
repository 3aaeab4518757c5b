import { missingOf } from '../why.ts';
import { type ShownField, visibleEvidence } from './notices.ts';
import type { ClosureReason, RegistrationStatus } from './registration.ts';
import { type DealDeadlines, type DealStanding, dealDeadlinesOf } from './why.ts';

/** Where a registration stands, for its partner: never another partner's name or price, no rule, no record of ours. */
export interface PartnerWhy {
  status: RegistrationStatus;
  /** Why it was closed; null while it is open or approved. */
  reason: ClosureReason | null;
  /** Which fields of their own submission counted. */
  evidence: ShownField[];
  /** Fields and questions that they were asked. */
  missing: string[];
  /** Without the reviewer's own clock. */
  deadlines: Pick<DealDeadlines, 'answerUntil' | 'appealUntil' | 'reopenUntil' | 'protectedUntil'>;
}

/**
 * What the partner may know. Words of people and of reasons are left out, because those of a conflict name others; the texts
 * come from the message catalogue by these keys. While a registration is only watched (shadow) it is `Submitted`.
 */
export function whyForPartner(one: DealStanding): PartnerWhy {
  const { decisionDue: _, ...deadlines } = dealDeadlinesOf(one);
  const { registration, gate } = one;
  const watched = one.mode === 'shadow' || one.mode === 'off' || registration === null;
  const status = gate?.paused ? 'Incomplete' : watched ? 'Submitted' : registration.status;
  const reason = status === 'Incomplete' || watched ? null : registration.closureReason;
  const closed = reason !== null || one.outcome === 'Incomplete';
  return {
    status,
    reason: one.outcome === 'Incomplete' && !watched ? 'Incomplete' : reason,
    evidence: closed ? visibleEvidence(one.decision?.reasons ?? []) : [],
    missing: status === 'Incomplete' ? missingOf(one) : [],
    deadlines,
  };
}
