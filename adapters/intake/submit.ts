import { type Store, transact } from '../store/pool.ts';
import { type Delivery, deliver } from './deliver.ts';
import type { ParsedDeal } from './parse.ts';
import { type Incoming, type Recording, recordSubmission, type Submitted } from './record-submission.ts';
import { contentVersion } from './version.ts';

export interface Submitting extends Delivery, Recording {
  store: Store;
}

/**
 * Submits one registration: first the row, durable; then the workflow. The same version again answers the same from the
 * row. When Temporal does not answer in time the row stands and `startPending` carries on.
 * @param source where it came from: `impartner`, `files`, `email`, a webhook's or API key's name.
 * @param from.sample the record belongs to the sample channel. @param from.by person id of a colleague who entered it.
 */
export async function submitDeal(
  submitting: Submitting,
  source: string,
  { externalId, version, deal, reread = false }: ParsedDeal,
  from: { sample?: boolean; by?: string } = {},
): Promise<Submitted> {
  const content = contentVersion(deal, submitting.vault);
  const submission: Incoming = {
    record: { lifecycle: 'deal', source, externalId },
    version: version ?? content,
    content,
    deal,
    reread,
    sample: from.sample ?? false,
    by: from.by ?? null,
  };
  const { answer, deliverable } = await transact(submitting.store, (tx) =>
    recordSubmission(tx, submitting, submission),
  );
  if (deliverable) await deliver(submitting, deliverable);
  return answer;
}
