import type { Json } from '../json.ts';
import type { FieldVerdict } from '../match/verdict.ts';
import type { Clause, ConflictAction, ConflictFinding } from './conflict.ts';
import type { DealEvidence } from './evidence.ts';

/** One side of a conflict as both were at that instant: who, since when, what is held. Never a price. */
export type ConflictSide = Record<string, Json>;

/**
 * ConflictHistory: the neutral record of one conflict. It is for reviewers, auditors and the arbiter of an appeal; a partner sees
 * `conflictForPartner` only.
 */
export interface ConflictHistory {
  case: string;
  revision: number;
  otherRecord: string;
  partnerId: string;
  verdict: 'conflict' | 'review';
  clause: Clause;
  /** 0..1 */
  probability: number;
  /** 0..100 */
  risk: number;
  action: ConflictAction;
  /** Whether this registration was first. */
  thisFirst: boolean;
  evidenceHash: string;
  thisSide: ConflictSide;
  otherSide: ConflictSide;
  /** Field by field why the two count as the same customer. */
  fields: readonly FieldVerdict[];
  /** Last UTC instant at which a rejection for it may be appealed; null while nothing was rejected. */
  appealUntil: string | null;
  /** The case that is the appeal. */
  appealedBy: string | null;
  /** UTC instant of the look. */
  at: string;
}

/** What one look found in the way, as it is kept. Findings that mean nothing (`known`) are left out. */
export function conflictHistories(
  findings: readonly ConflictFinding[],
  evidence: DealEvidence,
  of: { case: string; revision: number; evidenceHash: string },
): ConflictHistory[] {
  const { submission, partner, asOf } = evidence;
  const thisSide: ConflictSide = {
    record: evidence.record,
    name: submission.customer_name,
    partnerId: partner.id,
    submittedAt: submission.submission_timestamp,
    territories: submission.territories,
    products: submission.product_families,
  };
  return findings.flatMap(({ verdict, clause, match, risk, action, first }) => {
    if (verdict === 'known' || clause === null) return [];
    const { record, kind, name, parent, territories, products, facts, probability, fields } = match;
    return [
      {
        ...of,
        otherRecord: record,
        partnerId: partner.id,
        verdict,
        clause,
        probability,
        risk,
        action,
        thisFirst: first === 'this',
        thisSide,
        otherSide: {
          record,
          kind,
          name,
          parent,
          territories: [...territories],
          products: [...products],
          ...facts,
        },
        fields,
        appealUntil: null,
        appealedBy: null,
        at: asOf,
      },
    ];
  });
}

/** What the partner of the case may know of a conflict: nothing of the other side. */
export interface PartnerConflict {
  clause: Clause;
  thisFirst: boolean;
  appealUntil: string | null;
}

/** @see ConflictHistory */
export function conflictForPartner({ clause, thisFirst, appealUntil }: ConflictHistory): PartnerConflict {
  return { clause, thisFirst, appealUntil };
}
