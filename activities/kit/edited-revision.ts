import { appendAudit } from '../../adapters/store/audit.ts';
import { updateCase } from '../../adapters/store/cases.ts';
import { contentHash } from '../../adapters/store/hash.ts';
import { type Store, type Tx, transact } from '../../adapters/store/pool.ts';
import { insertSubmission, submissionOf, submissionOfUpdate } from '../../adapters/store/submissions.ts';
import type { Vault } from '../../adapters/store/vault.ts';
import type { JsonObject } from '../../domain/json.ts';
import { failure } from './vendor-failures.ts';

export interface EditRequest {
  case: string;
  /** Revision that the person saw. */
  revision: number;
  edits: JsonObject;
  /** Person id. */
  by: string;
}

/**
 * Keeps an override's edits as the next revision of the submission: what the partner stated stays as it was. Returns the revision. Repeating it
 * returns the same one.
 * @param edited the stored form with the edits
 * @throws ApplicationFailure NotFound
 */
export async function addEditedRevision(
  { store, vault, now }: { store: Store; vault: Vault; now: () => Date },
  { case: id, revision: seen, edits, by }: EditRequest,
  edited: (tx: Tx, canonical: JsonObject) => Promise<JsonObject>,
): Promise<number> {
  const updateId = `${id}/edits/${seen}/${contentHash(edits)}`;
  return transact(store, async (tx) => {
    const latest = await submissionOf(tx, id);
    if (!latest) throw failure('NotFound', `case ${id} has no submission; submit it again`);
    // Also when an amendment was recorded since: a case that goes on as a new run asks again.
    const done = await submissionOfUpdate(tx, id, updateId);
    if (done) return done.revision;
    const canonical = { ...latest.canonical, ...(await edited(tx, latest.canonical)) };
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
      fields: Object.keys(edits),
    });
    return revision;
  });
}
