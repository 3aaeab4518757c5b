import type { ClaimStatus } from '../../domain/claim/status.ts';
import type { CaseEnd } from '../kit/close-case.ts';

export interface ClaimEnd extends CaseEnd {
  /** What became of the claim; null in shadow, where people decide elsewhere. */
  claim: ClaimStatus | null;
  /** Lines that are paid: they stand in the way of another claim for the same sale. */
  granted: string[];
}
