import type { Tx } from '../../adapters/store/pool.ts';
import { unseal } from '../../adapters/store/seal.ts';
import { submissionsOfPartner } from '../../adapters/store/submissions.ts';
import type { Vault } from '../../adapters/store/vault.ts';
import { isSharedMailDomain } from '../../domain/company/mail-domains.ts';
import type { ReceivedDeal } from '../../domain/deal/canonical-deal.ts';
import { type Fill, type PastRegistration, proposeFill } from '../../domain/deal/fill-in.ts';
import type { IndexedRecord } from '../../domain/match/facts.ts';

/** A proposal as it is kept: a contact is named by the record that has it, so that nobody's address stands readable. */
export type KeptFill = Omit<Fill, 'value'> & { value: Fill['value'] | null };

/** The partner's last registrations that are looked through. */
const PAST = 20;

/**
 * What the partner's own past and the CRM propose for the fields that a registration lacks. Only ever shown to the reviewer: nothing is
 * filled in by itself, and the decision does not look at it.
 */
export async function fillIn(
  db: Tx,
  vault: Vault,
  of: { case: string; deal: ReceivedDeal; live: readonly IndexedRecord[]; shared: readonly string[] },
): Promise<KeptFill[]> {
  const { submission } = of.deal;
  const { customer_name, primary_contact_email, stated_value, expected_close_date } = submission;
  if (![customer_name, primary_contact_email, stated_value, expected_close_date].includes(null)) return [];
  const rows = await submissionsOfPartner(db, submission.source_partner_id, of.case, PAST);
  const opened = await unseal(
    db,
    vault,
    rows.map(({ canonical }) => canonical),
    { erased: 'mark' },
  );
  const past = (opened as unknown as ReceivedDeal[]).map((deal, at): PastRegistration => {
    const { source_partner_id: partnerId, submission_timestamp: submittedAt, ...fields } = deal.submission;
    return { case: rows[at]?.case as string, partnerId, submittedAt, fields };
  });
  const accounts = of.live
    .filter(({ record }) => record.kind === 'account')
    .map(({ record: { record, name, domain } }) => ({
      id: record.replace('crm:Account/', ''),
      name,
      domain,
    }));
  return proposeFill(submission, past, accounts, (host) => isSharedMailDomain(host, of.shared)).map((fill) =>
    fill.field === 'primary_contact_email' ? { ...fill, value: null } : fill,
  );
}
