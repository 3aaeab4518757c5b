import { editedDeal } from '../../adapters/intake/deal/edited.ts';
import { openDeal, sealDeal } from '../../adapters/intake/deal/sealed.ts';
import { addEditedRevision, type EditRequest } from '../kit/edited-revision.ts';
import type { DealDeps } from './records.ts';

/**
 * Applies an override's edits as the next revision of the registration. Returns the revision. Repeating it returns the same one.
 * @throws ApplicationFailure NotFound; the edits were checked when the decision was.
 */
export function applyDealEdits(deps: DealDeps, request: EditRequest): Promise<number> {
  const { vault, now } = deps;
  return addEditedRevision(deps, request, async (tx, canonical) => {
    const deal = await openDeal(tx, vault, canonical);
    return sealDeal(tx, vault, request.case, editedDeal(deal, request.edits, now()));
  });
}
