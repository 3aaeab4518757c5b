import { hostOf } from '../../../domain/company/company-name.ts';
import { isSharedMailDomain } from '../../../domain/company/mail-domains.ts';
import type { Lifecycle } from '../../../domain/lifecycles.ts';
import type { Call } from '../../ports/call.ts';
import type { PrmPort } from '../../ports/prm.ts';
import { type CaseRow, getCase } from '../../store/cases.ts';
import type { Store } from '../../store/pool.ts';
import { casesAnswered } from '../../store/sent-mail.ts';
import { statement } from '../../store/statement.ts';
import type { MailAnswer } from '../mail-answers.ts';
import { partnerOfAddress } from '../partner-of.ts';
import { ownSharedDomains } from './shared-mail-domains.ts';

/** The cases of a lifecycle that a mail may answer and whose partner its sender belongs to, likeliest first. @throws VendorFault */
export async function answeredCases(
  from: { store: Store; prm: PrmPort; now(): Date },
  lifecycle: Lifecycle,
  sender: string | null,
  answers: MailAnswer,
  call: Call,
): Promise<string[]> {
  const db = statement(from.store);
  const belonging: string[] = [];
  for (const id of await casesAnswered(db, lifecycle, answers)) {
    const row = await getCase(db, id);
    if (row && (await belongsTo(from, row, sender, call))) belonging.push(id);
  }
  return belonging;
}

/** Whether the sender is one of the partner's people, or writes from the partner's own domain in the PRM. */
async function belongsTo(
  { store, prm, now }: { store: Store; prm: PrmPort; now(): Date },
  row: CaseRow,
  sender: string | null,
  call: Call,
): Promise<boolean> {
  if (sender === null || row.partnerId === null) return false;
  if ((await partnerOfAddress(store, sender)) === row.partnerId) return true;
  const partner = await prm.partners.read(row.partnerId, call);
  if (partner === null || partner.email?.toLowerCase() === sender) return partner !== null;
  return sameCompany(partner.email, sender, await ownSharedDomains(statement(store), now().toISOString()));
}

/** A domain that many share is no company's; the partner's address there must be equal whole. */
function sameCompany(known: string | null, sender: string, shared: readonly string[]): boolean {
  const host = hostOf(known);
  return host !== null && host === hostOf(sender) && !isSharedMailDomain(host, shared);
}
