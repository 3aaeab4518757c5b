import type { Triage } from '../../activities/deal/triage.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Ledger } from '../kit/ledger.ts';

/** What the partner is told about a deal registration; the words are in policy/messages, one file per language. */
export type DealNotice =
  | 'received'
  | 'under_review'
  | 'information_requested'
  | 'approved'
  | 'rejected'
  | 'protection_ending'
  | 'protection_extended';

/** Whom a notice goes to, and about what. */
export type NoticeTo = Pick<Triage, 'partner' | 'customer' | 'reference'>;

/** Sends a notice through the ledger, or says in the history that there is nobody to send it to. */
export async function sendNotice(
  ledger: Pick<Ledger, 'notice'>,
  triage: NoticeTo,
  kind: DealNotice,
  values: JsonObject,
  step: string = kind,
): Promise<void> {
  const { id, name, email, language, timeZone } = triage.partner;
  const { customer, reference } = triage;
  const about = { customer, reference, time_zone: timeZone, ...(name === null ? {} : { partner: name }) };
  if (email === null) return;
  await ledger.notice(`notice-${step}`, 'notify.send', {
    partnerId: id,
    kind,
    // Rendered and addressed at the edge: neither the history nor the ledger holds the partner's address.
    message: { $notice: { kind, language, to: email, values: { ...about, ...values } } },
  });
}
