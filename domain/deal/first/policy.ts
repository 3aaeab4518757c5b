/** What deal@1 reads of the decision policy that its cases started with. */
export interface DealPolicy {
  required: Record<string, string[]>;
  weights: {
    tier: number;
    winRate: number;
    completeness: number;
    customerFit: number;
    certification: number;
    performance: number;
  };
  tierScore: Record<string, number>;
  reviewBelow: number;
  /** Trigram similarity of normalised names from which a person looks. */
  similarName: number;
  automaticTiers: string[];
  alwaysPerson: { rule: string; when: string; text: string }[];
  highValue: string;
}
