import { type ClaimFinding, claimFinding } from './claim-finding.ts';
import type { PastClaims } from './past-claims.ts';

/** An agency may photograph for a partner and for another one. */
const MANY = 2;

/** One camera that took pictures for several partners who have nothing to do with one another. */
export function cameraFindings({ cameraPartners = [] }: PastClaims): ClaimFinding[] {
  if (cameraPartners.length < MANY) return [];
  const text = `The camera of a picture took pictures for ${cameraPartners.length} other partners too: ${cameraPartners.join(', ')}`;
  return [claimFinding('camera', text, 'claims', { staffOnly: true })];
}
