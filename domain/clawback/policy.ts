/** policy/programs/clawback.yaml */
export interface ClawbackPolicy {
  /** Up to this amount (USD, inclusive) a refund is taken back without a person; a program with a lower limit keeps its own. */
  automaticUpToUsd: string;
}
