import type { Lifecycle } from '../../domain/lifecycles.ts';
import type { FormatOf } from '../../domain/reading/source-format.ts';
import { type Store, transact } from '../store/pool.ts';
import { type Delivery, deliver } from './deliver.ts';
import { INTAKES } from './lifecycles.ts';
import type { Submission } from './parse.ts';
import { type Incoming, type Recording, recordSubmission, type Submitted } from './record-submission.ts';

export interface Submitting extends Delivery, Recording {
  store: Store;
  formatOf: FormatOf;
}

/** Where a submission came from. */
export interface SubmittedFrom {
  /** `impartner`, `files`, `email`, a webhook's or API key's name. */
  source: string;
  /** The record belongs to the sample channel. */
  sample?: boolean;
  /** Person id of a colleague who entered it. */
  by?: string | null;
  /** The same delivery once more. */
  repeated?: boolean;
}

/**
 * Submits one record: first the row, durable; then the workflow. The same version again answers the same from the row; content
 * that comes back after another one is a new revision. When Temporal
 * does not answer in time the row stands and `startPending` carries on.
 */
export async function submit(
  submitting: Submitting,
  lifecycle: Lifecycle,
  { externalId, version, stated, reread = false, fromWords }: Submission<unknown>,
  { source, sample = false, by = null, repeated = false }: SubmittedFrom,
): Promise<Submitted> {
  const content = INTAKES[lifecycle].contentVersion(stated, submitting.vault);
  const submission: Incoming = {
    record: { lifecycle, source, externalId },
    ...{ version, content, stated, reread, fromWords: fromWords === true, repeated, sample, by },
  };
  const { answer, deliverable } = await transact(submitting.store, (tx) =>
    recordSubmission(tx, submitting, submission),
  );
  if (deliverable) await deliver(submitting, deliverable);
  return answer;
}
