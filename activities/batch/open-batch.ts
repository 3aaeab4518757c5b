import { appendAudit } from '../../adapters/store/audit.ts';
import { insertBatch } from '../../adapters/store/batches.ts';
import { type Store, transact } from '../../adapters/store/pool.ts';
import { batchId } from '../../domain/identity.ts';
import type { JsonObject } from '../../domain/json.ts';

/** What somebody wants to have done. */
export interface BatchRequest {
  /** A name of batchKinds (activities/batch/kinds.ts). */
  kind: string;
  /** What it is about; there is one batch of each name. */
  name: string;
  /** What its kind has to know; never personal data. */
  input?: JsonObject;
  /** Person id, or `system`. */
  by: string;
}

/** A search attribute of its cases, and its workflow, are called by its id. */
const LONGEST_ID = 200;

/**
 * Asks for a batch; a worker starts it within seconds. Asking for one that is there changes nothing.
 * @returns its id
 * @throws RangeError when its name is too long
 */
export async function openBatch(
  { store, now }: { store: Store; now: () => Date },
  { kind, name, input = {}, by }: BatchRequest,
): Promise<string> {
  const id = batchId(kind, name);
  if (id.length > LONGEST_ID) throw new RangeError('a batch has a name of at most 100 letters and digits');
  const at = now().toISOString();
  await transact(store, async (tx) => {
    const isNew = await insertBatch(tx, { batch: id, kind, name, input, requestedBy: by, openedAt: at });
    if (isNew) await appendAudit(tx, id, { at, actor: by, action: 'batch.opened', kind, name, input });
  });
  return id;
}
