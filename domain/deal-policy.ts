/** The decision policy of deal registrations (policy/programs.yaml); a case keeps the version it started with. */
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
  /** Trigram similarity of normalised names from which a person looks. */
  similarName: number;
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
