import type { Floor } from '../match/floor.ts';
import type { Clause } from './conflict.ts';

/** The decision policy of deal registrations (policy/programs/deal.yaml); a case keeps the version it started with. */
export interface DealPolicy {
  /** Fields without which the partner is asked, per program; `standard` is the fallback. */
  required: Record<string, string[]>;
  /** Points of the score, 100 in all (decisions: "Score"). */
  weights: {
    tier: number;
    winRate: number;
    completeness: number;
    customerFit: number;
    certification: number;
    performance: number;
  };
  /** 0..1 per tier. */
  tierScore: Record<string, number>;
  /** Below this `confidence_score` a person decides. */
  reviewBelow: number;
  /** Trigram similarity of names; deal@1 alone looks at it. */
  similarName: number;
  matching: MatchingPolicy;
  /** Who may register in a program; `standard` is the fallback. */
  eligibility: Record<string, EligibilityRules>;
  /** Which customers fit best; an empty list or 0 asks nothing. */
  customerFit: { industries: string[]; countries: string[]; employeesFrom: number };
  mdf: MdfPolicy;
  /** Tiers whose registrations may be approved without a person. */
  automaticTiers: string[];
  /** CEL conditions over `deal` and `partner`; each that holds sends the case to a person. */
  alwaysPerson: { rule: string; when: string; text: string }[];
  /** From this estimated value (USD) the shorter clock and Partner Ops apply. */
  highValue: string;
  protectionDays: number;
  /** Mail providers whose domain says nothing about the customer's company. */
  freeMail: string[];
}

/** From when on two records count as the same customer, and how grave it then is (decisions: "Deal registration"). */
export interface MatchingPolicy {
  /** Probability, inclusive. */
  conflictFrom: number;
  /** Probability, inclusive. */
  reviewFrom: number;
  /** A direct touch or an active cycle was logged within so many days. */
  touchDays: number;
  /** Most candidates that are compared. */
  candidates: number;
  floors: Floor[];
  /** Per clause 0..1: the conflict risk is 100 × probability × gravity. */
  gravity: Record<Clause, number>;
}

export interface EligibilityRules {
  /** Certifications that the partner must hold. */
  certifications: string[];
  /** Tiers that may register; empty: all. */
  tiers: string[];
  /** Whether each of the deal's territories must be one of the partner's. */
  authorisedTerritory: boolean;
  /** USD of market development funds that must be left; null: none. */
  mdfBalance: string | null;
}

export interface MdfPolicy {
  /** Days after the activity within which its proof is dated. */
  proofDays: number;
}
