import type { Triage } from '../activities/deal-triage.ts';
import type { ClosureReason } from '../domain/deal.ts';
import type { JsonObject } from '../domain/json.ts';
import { visibleEvidence } from '../domain/notices.ts';
import { sendNotice } from './deal-notices.ts';
import type { DealRegistrationInput } from './deal-registration-input.ts';
import type { Ledger } from './kit/effects.ts';

const DAY = 86_400_000;

/** Everything an approval writes: CRM account, contact and opportunity, then the PRM, then the partner is told. */
export async function writeApproval(
  input: DealRegistrationInput,
  triage: Triage,
  ledger: Ledger,
): Promise<string> {
  const { account, contact, opportunity } = triage.payloads;
  await ledger.write('account', 'crm.upsertAccount', account);
  if (contact.email !== null) await ledger.write('contact', 'crm.upsertContact', contact);
  await ledger.write('opportunity', 'crm.upsertOpportunity', opportunity);
  await writeBack(input, triage, ledger, { status: 'Approved' });
  const protectedUntil = new Date(Date.now() + triage.protectionDays * DAY).toISOString();
  await sendNotice(ledger, triage, 'approved', { protected_until: protectedUntil.slice(0, 10) });
  return protectedUntil;
}

/** A rejection is written to the PRM and told with its reason; the CRM never hears of it. */
export async function writeRejection(
  input: DealRegistrationInput,
  triage: Triage,
  ledger: Ledger,
  closureReason: ClosureReason,
): Promise<void> {
  await writeBack(input, triage, ledger, { status: 'Rejected', closureReason });
  const appealUntil = new Date(Date.now() + 60 * DAY).toISOString().slice(0, 10);
  await sendNotice(ledger, triage, 'rejected', {
    reason: closureReason,
    evidence: visibleEvidence(triage.reasons),
    appeal_until: appealUntil,
  });
}

/** Registrations that came by e-mail, file or portal get their PRM record first. */
export async function writeBack(
  input: DealRegistrationInput,
  triage: Triage,
  ledger: Ledger,
  outcome: JsonObject,
): Promise<void> {
  const { prmCreate, prmFields } = triage.payloads;
  const id = prmCreate
    ? (await ledger.write('prm-create', 'prm.createDeal', prmCreate)).id
    : input.externalId;
  await ledger.write('prm-update', 'prm.updateDeal', { id, ...outcome, ...prmFields });
}
