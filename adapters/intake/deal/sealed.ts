import type { ReceivedDeal } from '../../../domain/deal/canonical-deal.ts';
import type { Json, JsonObject } from '../../../domain/json.ts';
import type { Tx } from '../../store/pool.ts';
import { openPerson, openSubject, type Subject, seal, unseal } from '../../store/seal.ts';
import type { Vault } from '../../store/vault.ts';

/**
 * The stored form of a submission: contact, notes and sender are sealed, each with its person's key. Notes belong to the
 * contact, else the sender, else to the case itself.
 */
export async function sealDeal(tx: Tx, vault: Vault, id: string, deal: ReceivedDeal): Promise<JsonObject> {
  const { submission, submitted_by } = deal;
  const contact = submission.primary_contact_email;
  const notes = submission.partner_notes;
  const subject = (address: string | null) => (address === null ? null : openSubject(tx, vault, address));
  const sender = await subject(submitted_by);
  const person = contact === submitted_by ? sender : await subject(contact);
  const owner = notes === null ? null : (person ?? sender ?? (await openPerson(tx, vault, id)));
  return {
    submission: {
      ...submission,
      stated_value: submission.stated_value as Json,
      primary_contact_email: sealed(contact, person),
      partner_notes: sealed(notes, owner),
    },
    submitted_by: sealed(submitted_by, sender),
    problems: deal.problems as unknown as Json,
    attachments: deal.attachments as unknown as Json,
    ...(deal.sources ? { sources: deal.sources as unknown as Json } : {}),
    ...(deal.table ? { table: deal.table as unknown as Json } : {}),
    ...(deal.unread ? { unread: deal.unread } : {}),
    ...(deal.documents ? { documents: deal.documents as unknown as Json } : {}),
  };
}

/**
 * The submission behind a stored form (`submissions.canonical`).
 * @throws SubjectErased when somebody's key was destroyed.
 */
export async function openDeal(tx: Tx, vault: Vault, canonical: JsonObject): Promise<ReceivedDeal> {
  const { version: _version, content: _content, ...deal } = await unseal(tx, vault, canonical);
  return deal as unknown as ReceivedDeal;
}

function sealed(text: string | null, subject: Subject | null): Json {
  return text === null || subject === null ? null : (seal(text, subject) as unknown as Json);
}
