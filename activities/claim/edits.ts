import { openClaim, sealClaim } from '../../adapters/intake/claim/sealed.ts';
import { submissionOf } from '../../adapters/store/submissions.ts';
import { claimEdits } from '../../domain/claim/edits.ts';
import { addEditedRevision, type EditRequest } from '../kit/edited-revision.ts';
import type { ClaimDeps } from './records.ts';

export type ClaimEditRequest = EditRequest;

/**
 * Keeps what a reviewer pays of a claim as its next revision: of the claim as the reviewer has seen it, whatever its partner has sent since. Returns
 * the revision. Repeating it returns the same one.
 * @throws ApplicationFailure NotFound; the edits were checked when the decision was.
 */
export function applyClaimEdits(deps: ClaimDeps, request: ClaimEditRequest): Promise<number> {
  return addEditedRevision(deps, request, async (tx, canonical) => {
    const seen = await submissionOf(tx, request.case, request.revision);
    const claim = await openClaim(tx, deps.vault, seen?.canonical ?? canonical);
    const edited = { lines: claimEdits(request.edits), by: request.by };
    return sealClaim(tx, deps.vault, request.case, { ...claim, edited });
  });
}
