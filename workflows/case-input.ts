/**
 * What starts a case: references only. Its submission is in Postgres; a case that a schedule starts has a period instead and waits
 * for no submission.
 */
export interface CaseInput {
  case: string;
  source: string;
  externalId: string;
  sequence: number;
  /** Null or absent for a case of the company itself. */
  partnerId?: string | null;
  /** What a schedule started it for, such as `2026-Q3`. */
  period?: string;
  /** Records of the sample channel never mix with own data. */
  sample: boolean;
}

/** What a case answers when it has ended. */
export interface CaseResult {
  case: string;
  outcome: string;
}
