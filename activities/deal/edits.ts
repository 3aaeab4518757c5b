import { editedDeal } from '../../adapters/intake/deal/edited.ts';
import { openDeal, sealDeal } from '../../adapters/intake/deal/sealed.ts';
import { appendAudit } from '../../adapters/store/audit.ts';
import { updateCase } from '../../adapters/store/cases.ts';
import { contentHash } from '../../adapters/store/hash.ts';
import { transact } from '../../adapters/store/pool.ts';
import { insertSubmission, submissionOf, submissionOfUpdate } from '../../adapters/store/submissions.ts';
import type { JsonObject } from '../../domain/json.ts';
import { failure } from '../kit/vendor-failures.ts';
import type { DealDeps } from './records.ts';

export interface EditRequest {
  case: string;
  /** Revision that the person saw. */
  revision: number;
  edits: JsonObject;
  /** Person id. */
  by: string;
}

/**
 * Applies an override's edits as the next revision of the submission: what the partner stated stays as it was. Returns the
 * revision. Repeating it returns the same one.
 * @throws ApplicationFailure NotFound; the edits were checked when the decision was.
 */
export async function applyDealEdits({ store, vault, now }: DealDeps, request: EditRequest): Promise<number> {
  const { case: id, by } = request;
  const updateId = `${id}/edits/${request.revision}/${contentHash(request.edits)}`;
  return transact(store, async (tx) => {
    const latest = await submissionOf(tx, id);
    if (!latest) throw failure('NotFound', `case ${id} has no submission; submit it again`);
    // Also when an amendment was recorded since: a case that goes on as a new run asks again.
    const done = await submissionOfUpdate(tx, id, updateId);
    if (done) return done.revision;
    const deal = await openDeal(tx, vault, latest.canonical);
    const edited = editedDeal(deal, request.edits, now());
    const canonical = { ...latest.canonical, ...(await sealDeal(tx, vault, id, edited)) };
    const revision = latest.revision + 1;
    const receivedAt = now().toISOString();
    await insertSubmission(tx, vault, {
      case: id,
      revision,
      updateId,
      canonical,
      contentHash: contentHash(canonical),
      receivedAt,
    });
    await updateCase(tx, id, { revision });
    await appendAudit(tx, id, {
      at: receivedAt,
      actor: by,
      action: 'submission.edited',
      revision,
      fields: Object.keys(request.edits),
    });
    return revision;
  });
}
