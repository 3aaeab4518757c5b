import type { ReceivedDeal } from '../../domain/canonical-deal.ts';
import { isSealed, type Sealed } from '../../domain/evidence.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { Tx } from '../store/pool.ts';

/** Encryption with a key per person. */
export interface Sealing {
  /** @param person an e-mail address, or another stable name of whose data it is. */
  seal(tx: Tx, person: string, text: string): Promise<Sealed>;
  /** @throws SubjectErased when the person's key was destroyed. */
  open(tx: Tx, sealed: Sealed): Promise<string>;
}

/**
 * The stored form of a submission: contact, notes and sender are sealed. Notes belong to the contact, else the sender,
 * else to nobody but the case itself.
 */
export async function sealDeal(
  tx: Tx,
  sealing: Sealing,
  id: string,
  deal: ReceivedDeal,
): Promise<JsonObject> {
  const { submission, submitted_by } = deal;
  const contact = submission.primary_contact_email;
  const seal = async (person: string, text: string | null): Promise<Json> =>
    text === null ? null : ((await sealing.seal(tx, person, text)) as unknown as Json);
  return {
    submission: {
      ...submission,
      stated_value: submission.stated_value as Json,
      primary_contact_email: await seal(contact ?? '', contact),
      partner_notes: await seal(contact ?? submitted_by ?? id, submission.partner_notes),
    },
    submitted_by: await seal(submitted_by ?? '', submitted_by),
    problems: deal.problems as unknown as Json,
    attachments: deal.attachments as unknown as Json,
  };
}

/** The submission behind a stored form. @throws SubjectErased when somebody's key was destroyed. */
export async function openDeal(tx: Tx, sealing: Sealing, canonical: JsonObject): Promise<ReceivedDeal> {
  const open = async (value: Json | undefined): Promise<Json> =>
    isSealed(value) ? await sealing.open(tx, value) : (value ?? null);
  const submission = canonical.submission as JsonObject;
  return {
    ...canonical,
    submission: {
      ...submission,
      primary_contact_email: await open(submission.primary_contact_email),
      partner_notes: await open(submission.partner_notes),
    },
    submitted_by: await open(canonical.submitted_by),
  } as unknown as ReceivedDeal;
}
