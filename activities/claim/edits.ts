import { openClaim, sealClaim } from '../../adapters/intake/claim/sealed.ts';
import { claimEdits } from '../../domain/claim/edits.ts';
import { addEditedRevision, type EditRequest } from '../kit/edited-revision.ts';
import type { ClaimDeps } from './records.ts';

export type ClaimEditRequest = EditRequest;

/**
 * Keeps what a reviewer pays of a claim as its next revision: what the partner stated stays as it was. Returns the revision. Repeating it
 * returns the same one.
 * @throws ApplicationFailure NotFound; the edits were checked when the decision was.
 */
export function applyClaimEdits(deps: ClaimDeps, request: ClaimEditRequest): Promise<number> {
  return addEditedRevision(deps, request, async (tx, canonical) => {
    const claim = await openClaim(tx, deps.vault, canonical);
    const edited = { lines: claimEdits(request.edits), by: request.by };
    return sealClaim(tx, deps.vault, request.case, { ...claim, edited });
  });
}
