import { hostOf, normaliseCompanyName } from '../company/company-name.ts';
import type { Money } from '../money.ts';
import type { DealFields, DealSubmission } from './registration.ts';

/** An earlier registration, whatever became of it. */
export interface PastRegistration {
  case: string;
  partnerId: string;
  /** UTC instant. */
  submittedAt: string;
  fields: DealFields;
}

/** An account of the CRM. */
export interface KnownAccount {
  id: string;
  name: string;
  /** Host name without `www.`; null when unknown. */
  domain: string | null;
}

/** A value that a missing field may have, and the record it comes from. Only ever shown: nothing is filled in by itself. */
export interface Fill {
  field: keyof DealFields;
  value: string | Money;
  /** `registration:<case>` or `crm:Account/<id>` */
  from: string;
  /** `contacts_domain`, `same_customer` or `same_opportunity`: what makes the record speak for this registration. */
  because: string;
}

/**
 * Proposes values for what a registration lacks: the customer by its contact's domain, the contact by the same partner's last
 * registration of the customer, value and close date by its last one of the very same opportunity. Other partners' registrations
 * are never a source. A domain that several accounts share proposes nothing.
 * @param past of any partner, in any order. @param isFreeMail hosts that belong to no company.
 */
export function proposeFill(
  submission: DealSubmission,
  past: readonly PastRegistration[],
  accounts: readonly KnownAccount[],
  isFreeMail: (host: string) => boolean = () => false,
): Fill[] {
  const own = past
    .filter((one) => one.partnerId === submission.source_partner_id)
    .toSorted((a, b) => (a.submittedAt < b.submittedAt ? 1 : -1));
  const customer = customerFill(submission, own, accounts, isFreeMail);
  const name = nameOf(submission.customer_name);
  const same = name === '' ? [] : own.filter((one) => nameOf(one.fields.customer_name) === name);
  const title = submission.opportunity_name?.trim().toLowerCase() ?? '';
  const again =
    title === '' ? [] : same.filter((one) => one.fields.opportunity_name?.trim().toLowerCase() === title);
  return [
    customer,
    fillFrom(submission, 'primary_contact_email', same, 'same_customer'),
    fillFrom(submission, 'stated_value', again, 'same_opportunity'),
    fillFrom(submission, 'expected_close_date', again, 'same_opportunity'),
  ].filter((fill) => fill !== null);
}

/** Accounts of the master list that the registration's customer is, by name or domain. */
export function knownAccountsOf(
  submission: DealSubmission,
  accounts: readonly KnownAccount[],
): KnownAccount[] {
  const name = nameOf(submission.customer_name);
  const host = hostOf(submission.primary_contact_email);
  return accounts.filter(
    (one) => (name !== '' && nameOf(one.name) === name) || (host !== null && one.domain === host),
  );
}

function customerFill(
  submission: DealSubmission,
  own: readonly PastRegistration[],
  accounts: readonly KnownAccount[],
  isFreeMail: (host: string) => boolean,
): Fill | null {
  const host = hostOf(submission.primary_contact_email);
  if (submission.customer_name !== null || host === null || isFreeMail(host)) return null;
  const because = 'contacts_domain';
  const [account, ...others] = accounts.filter((one) => one.domain === host);
  if (others.length > 0) return null;
  if (account)
    return { field: 'customer_name', value: account.name, from: `crm:Account/${account.id}`, because };
  const before = own.filter((one) => hostOf(one.fields.primary_contact_email) === host);
  return fillFrom(submission, 'customer_name', before, because);
}

/** The newest record that has the field. */
function fillFrom(
  submission: DealSubmission,
  field: keyof DealFields,
  records: readonly PastRegistration[],
  because: string,
): Fill | null {
  if (submission[field] !== null) return null;
  const record = records.find((one) => one.fields[field] !== null);
  const value = record?.fields[field];
  return record && value ? { field, value, from: `registration:${record.case}`, because } : null;
}

function nameOf(name: string | null): string {
  return normaliseCompanyName(name ?? '');
}
