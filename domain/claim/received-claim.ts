import type { IntakeProblem } from '../intake-problem.ts';
import type { LineEdit } from './edits.ts';
import type { StatedClaim } from './stated-claim.ts';

/** What intake finds odd about a claim, beside what any field may be. */
export const CLAIM_PROBLEMS = [
  'partner_missing',
  'currency_missing',
  'unprintable_characters',
  'failed_before',
  'by_mail',
  'partner_unconfirmed',
  'documents_left_out',
  'encoding_guessed',
  'answered_by_mail',
] as const;
export type ClaimProblemCode = (typeof CLAIM_PROBLEMS)[number];

export interface ClaimProblem extends IntakeProblem {
  code: ClaimProblemCode;
}

/** A claim as it was taken in. */
export interface ReceivedClaim {
  claim: StatedClaim;
  problems: ClaimProblem[];
  /** UTC instant of its first version's arrival: the time to submit ends by it, whatever the partner states. */
  firstAt: string;
  /** UTC instant of this version's arrival: what waits for budget goes by it. */
  receivedAt: string;
  /** Of the documents that came along, base64 by content hash; empty once they are kept. */
  contents: Record<string, string>;
  /** What a reviewer pays instead, and who. Absent: nobody has edited it. */
  edited?: { lines: LineEdit[]; by: string };
}
