import type { CrmAccount, CrmOpportunity } from '../../adapters/ports/crm.ts';
import type { PrmDeal } from '../../adapters/ports/prm.ts';
import type { Vault } from '../../adapters/store/vault.ts';
import { companyDomain } from '../../domain/company/mail-domains.ts';
import type { IndexedRecord, MatchFacts } from '../../domain/match/facts.ts';

/** The names under which the match index holds records of other systems. */
export const accountRecordId = (id: string): string => `crm:Account/${id}`;
export const opportunityRecordId = (id: string): string => `crm:Opportunity/${id}`;
export const prmRecordId = (vendor: string, id: string): string => `prm:${vendor}/${id}`;

/** Of a record of which nothing is known but that it is there. */
export const NO_FACTS: Omit<MatchFacts, 'sourceOfRecord'> = {
  partnerId: null,
  submittedAt: null,
  protectedUntil: null,
  open: true,
  lastTouchAt: null,
  status: null,
};

/** A customer of the CRM. @param shared domains of the tenant's own that say nothing about a company */
export function accountRecord(account: CrmAccount, shared: readonly string[]): IndexedRecord {
  return {
    record: {
      record: accountRecordId(account.id),
      kind: 'account',
      name: account.name,
      domain: companyDomain(account.domain, shared),
      contactToken: null,
      address: account.address,
      products: [],
      territories: account.address?.country ? [account.address.country] : [],
      parent: account.parentId === null ? null : accountRecordId(account.parentId),
    },
    facts: { ...NO_FACTS, lastTouchAt: account.lastTouchAt, sourceOfRecord: 'crm' },
  };
}

/** An open opportunity: its customer is its account, whose index record is `account`; without it only its own name is known. */
export function opportunityRecord(opportunity: CrmOpportunity, account: IndexedRecord | null): IndexedRecord {
  const { accountId, partnerId, products, stage, open, lastActivityAt } = opportunity;
  return {
    record: {
      record: opportunityRecordId(opportunity.id),
      kind: 'opportunity',
      name: account?.record.name ?? opportunity.name,
      domain: account?.record.domain ?? null,
      contactToken: null,
      address: account?.record.address ?? null,
      // Compared only where both sides say.
      products: products ?? [],
      territories: account?.record.territories ?? [],
      parent: accountRecordId(accountId),
    },
    facts: {
      ...NO_FACTS,
      partnerId,
      open,
      status: stage,
      lastTouchAt: lastActivityAt,
      sourceOfRecord: 'crm',
    },
  };
}

/** Ends of a registration: from then on it stands in nobody's way, but still says who knew the customer. */
const ENDED = new Set(['rejected', 'expired', 'withdrawn', 'converted', 'incomplete', 'closed']);

/** A registration that the PRM holds and that is no case of ours; null for a draft and for one that names no customer. */
export function prmRecord(
  deal: PrmDeal,
  prm: string,
  shared: readonly string[],
  vault: Pick<Vault, 'tokenOf'>,
): IndexedRecord | null {
  const { customer_name: name, primary_contact_email: email } = deal.fields;
  if (name === null || deal.status.toLowerCase() === 'draft') return null;
  return {
    record: {
      record: prmRecordId(prm, deal.id),
      kind: 'registration',
      name,
      domain: companyDomain(email, shared),
      contactToken: email === null ? null : vault.tokenOf(email),
      address: null,
      products: [],
      territories: [],
      parent: null,
    },
    facts: {
      ...NO_FACTS,
      partnerId: deal.partnerId,
      submittedAt: deal.submittedAt,
      open: !ENDED.has(deal.status.toLowerCase()),
      status: deal.status,
      sourceOfRecord: 'prm',
    },
  };
}
