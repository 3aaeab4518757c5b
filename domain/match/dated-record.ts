import type { IndexedRecord, MatchFacts } from './facts.ts';
import type { MatchRecord } from './record.ts';

/** A record that may be the same customer, with what was known of it at any instant. */
export interface DatedRecord {
  record: MatchRecord;
  /** Null: it was not there yet. @param at UTC instant */
  factsAt(at: string): MatchFacts | null;
}

/** Since when an export says that a record is there and when it changed last; UTC instants. */
export interface Known {
  createdAt: string | null;
  modifiedAt: string | null;
}

/**
 * A record of a CRM as it stood. One that does not say since when it is there counts as there all along: then a person is asked, and
 * nothing is taken for agreed. One that is closed now was open until it changed last. What was logged later was not known then.
 */
export function datedRecord({ record, facts }: IndexedRecord, { createdAt, modifiedAt }: Known): DatedRecord {
  return {
    record,
    factsAt(at) {
      if (createdAt !== null && createdAt > at) return null;
      const touched = facts.lastTouchAt;
      const later = touched !== null && touched !== 'never' && touched > at;
      const lastTouchAt = later ? null : touched;
      const open = facts.open || (modifiedAt !== null && modifiedAt > at);
      return { ...facts, open, lastTouchAt };
    },
  };
}

/** A registration of the past. */
export interface PastStanding {
  partnerId: string;
  submittedAt: string;
  /** Null: nobody has decided it, or it is not known when. */
  decidedAt: string | null;
  human: 'approve' | 'reject' | null;
  /** It was withdrawn, or never came to a decision. */
  ended: boolean;
  /** Days for which an approval protects it. */
  protectionDays: number;
}

/** A registration of the past as it stood: under review until somebody decided, then protected for its days or ended. */
export function datedRegistration(record: MatchRecord, past: PastStanding): DatedRecord {
  const { partnerId, submittedAt, decidedAt, human, ended } = past;
  const facts = { partnerId, submittedAt, lastTouchAt: 'never', sourceOfRecord: 'registration' as const };
  const under = { ...facts, protectedUntil: null, open: true, status: 'Under Review' };
  const protectedUntil =
    decidedAt === null
      ? null
      : new Date(Date.parse(decidedAt) + past.protectionDays * 86_400_000).toISOString();
  return {
    record,
    factsAt(at) {
      if (submittedAt >= at) return null;
      if (decidedAt === null || decidedAt > at) return under;
      if (human === 'approve' && protectedUntil !== null && protectedUntil > at)
        return { ...facts, protectedUntil, open: true, status: 'Approved' };
      if (human === 'approve') return { ...facts, protectedUntil, open: false, status: 'Expired' };
      const over = { ...facts, protectedUntil: null, open: false };
      if (human === 'reject') return { ...over, status: 'Rejected' };
      return ended ? { ...over, status: 'Withdrawn' } : under;
    },
  };
}
