import type { Call } from '../../adapters/ports/call.ts';
import type { CrmAccount, CrmPort } from '../../adapters/ports/crm.ts';
import { normaliseCompanyName } from '../../domain/company/company-name.ts';
import type { MatchingPolicy } from '../../domain/deal/policy.ts';
import type { CustomerMatch } from '../../domain/match/customer-match.ts';
import type { IndexedRecord } from '../../domain/match/facts.ts';
import { likelihood } from '../../domain/match/floor.ts';
import type { MatchRecord } from '../../domain/match/record.ts';
import { accountRecord, accountRecordId, opportunityRecord } from '../match/match-records.ts';

/** A registration that names no customer is written under this name. */
export const UNKNOWN_CUSTOMER = 'unknown customer';

/** Under which our own writes know a customer's account in the CRM. @param domain the contact's company domain */
export function accountExternalId(domain: string | null, name: string): string {
  return domain ?? (normaliseCompanyName(name) || name);
}

/** The CRM's accounts that may be the customer, and which of them is ours. */
export interface CrmCustomers {
  accounts: readonly CrmAccount[];
  own: string | null;
}

/** What the CRM itself answers now: the index of copies may be some minutes behind. */
export async function crmRecords(
  crm: Pick<CrmPort, 'candidates'>,
  { domain, name }: MatchRecord,
  shared: readonly string[],
  call: Call,
): Promise<CrmCustomers & { live: IndexedRecord[] }> {
  const externalId = accountExternalId(domain, name || UNKNOWN_CUSTOMER);
  const { accounts, opportunities, own } = await crm.candidates({ domain, name, externalId }, call);
  const known = new Map(accounts.map((account) => [account.id, accountRecord(account, shared)]));
  const hanging = opportunities.map((each) => opportunityRecord(each, known.get(each.accountId) ?? null));
  return { accounts, own, live: [...known.values(), ...hanging] };
}

/**
 * The account that sellers keep for this customer, so that an approval makes no second one: the likeliest of those that the CRM
 * answered just now and that count as the same customer, then the smaller id. Null where one is ours already: it is found by its
 * external id, and made again should the registration that made it be rolled back meanwhile.
 */
export function standingAccount(
  { accounts, own }: CrmCustomers,
  matches: readonly CustomerMatch[],
  policy: MatchingPolicy,
): string | null {
  if (own !== null) return null;
  const found = new Map(matches.map((match) => [match.record, match]));
  const same = accounts.flatMap(({ id }) => {
    const match = found.get(accountRecordId(id));
    const probability = match ? likelihood(match, policy).probability : 0;
    return match && probability >= policy.conflictFrom ? [{ id, probability, model: match.probability }] : [];
  });
  // A floor lifts several to one height; the model tells them apart.
  same.sort((a, b) => b.probability - a.probability || b.model - a.model || (a.id < b.id ? -1 : 1));
  return same[0]?.id ?? null;
}
