import type { IndexedRecord } from '../../domain/match/facts.ts';
import type { CrmAccount, CrmOpportunity } from '../ports.ts';

/**
 * Accounts and opportunities of the CRM as registrations are compared with them. An opportunity is about its account's company, so it
 * carries that name, domain and address, and names the account as its parent; one whose account is not given is left out.
 */
export function crmRecords(
  accounts: readonly CrmAccount[],
  opportunities: readonly CrmOpportunity[],
): IndexedRecord[] {
  const byId = new Map(accounts.map((account) => [account.id, account]));
  return [
    ...accounts.map(accountRecord),
    ...opportunities.flatMap((opportunity) => {
      const account = byId.get(opportunity.accountId);
      return account ? [opportunityRecord(opportunity, account)] : [];
    }),
  ];
}

function accountRecord({ id, name, domain, address, parentId, lastTouchAt }: CrmAccount): IndexedRecord {
  return {
    record: {
      record: `crm:Account/${id}`,
      kind: 'account',
      name,
      domain,
      contactToken: null,
      address,
      products: [],
      territories: [],
      parent: parentId === null ? null : `crm:Account/${parentId}`,
    },
    facts: {
      partnerId: null,
      submittedAt: null,
      protectedUntil: null,
      open: true,
      lastTouchAt,
      status: null,
      sourceOfRecord: 'crm',
    },
  };
}

function opportunityRecord(opportunity: CrmOpportunity, account: CrmAccount): IndexedRecord {
  const { id, accountId, partnerId, open, stage, products, lastActivityAt } = opportunity;
  return {
    record: {
      ...accountRecord(account).record,
      record: `crm:Opportunity/${id}`,
      kind: 'opportunity',
      products,
      parent: `crm:Account/${accountId}`,
    },
    facts: {
      partnerId,
      submittedAt: null,
      protectedUntil: null,
      open,
      lastTouchAt: lastActivityAt,
      status: stage,
      sourceOfRecord: 'crm',
    },
  };
}
