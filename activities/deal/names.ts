import { evidenceAddress } from '../../adapters/store/evidence.ts';
import type { DealEvidence } from '../../domain/deal/evidence.ts';
import type { Json } from '../../domain/json.ts';
import { kept } from '../../domain/kept.ts';
import { accountExternalId, UNKNOWN_CUSTOMER } from './customer.ts';

/**
 * The names that a deal's writes and notices hold. A sole trader's is personal data, so Temporal and the ledger only refer to
 * them; the evidence of kind `names` has them.
 */
export type DealNames = {
  customer: string;
  opportunity: string;
  /** External id of the customer's account in the CRM, which is made of its domain or name. */
  account: string;
  domain: string | null;
  competitor: string | null;
  /** Of the partner. */
  partner: string | null;
};

export function dealNames({ submission }: DealEvidence, partner: string | null): DealNames {
  const customer = submission.customer_name ?? UNKNOWN_CUSTOMER;
  const domain = submission.contact_domain;
  return {
    customer,
    opportunity: submission.opportunity_name ?? customer,
    account: accountExternalId(domain, customer),
    domain,
    competitor: submission.competitor ?? null,
    partner,
  };
}

/** What stands for each name; null for one that is not there. */
export function referencesTo(names: DealNames): Record<keyof DealNames, Json> {
  const evidence = evidenceAddress(names);
  const entries = Object.entries(names).map(([field, name]) => [field, name && kept(evidence, field)]);
  return Object.fromEntries(entries) as Record<keyof DealNames, Json>;
}
