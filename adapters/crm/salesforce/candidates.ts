import { z } from 'zod';
import { type SalesforceMapping, salesforcePage } from '../../../contracts/vendors/salesforce.ts';
import type { Call } from '../../ports/call.ts';
import type { CrmPort } from '../../ports/crm.ts';
import { leadingWords } from '../search.ts';
import type { SalesforceClient } from './client.ts';
import { accountKey } from './kinds.ts';
import { salesforceAccounts, salesforceOpportunities } from './records.ts';
import { any, soqlLike } from './soql.ts';

const opportunityRow = z.looseObject({
  Id: z.string(),
  AccountId: z.string(),
  Name: z.string(),
  StageName: z.string(),
  IsClosed: z.boolean(),
  LastModifiedDate: z.string(),
});
const accountRow = z.looseObject({
  Id: z.string(),
  Opportunities: salesforcePage(opportunityRow).nullish(),
});

/** Accounts with their open opportunities in one query (a parent-to-child subquery). */
export function salesforceCandidates(
  client: SalesforceClient,
  mapping: SalesforceMapping,
): CrmPort['candidates'] {
  const { externalId, fields } = mapping.account;
  const { name, domain: website } = fields;
  const accounts = salesforceAccounts(mapping);
  const opportunities = salesforceOpportunities(mapping);
  const open = `SELECT ${opportunities.columns} FROM Opportunities WHERE IsClosed = false`;

  return async (by, call: Call) => {
    const start = leadingWords(by.name);
    const where = [
      ...(by.domain ? [`${website} LIKE ${soqlLike(any, by.domain, any)}`] : []),
      ...(start ? [`${name} LIKE ${soqlLike(start, any)}`] : []),
    ];
    if (where.length === 0) return { accounts: [], opportunities: [], own: null };
    const soql = `SELECT ${accounts.columns}, ${externalId}, (${open}) FROM Account WHERE ${where.join(' OR ')} ORDER BY Id`;
    const rows = await client.query(soql, accountRow, call);
    // Salesforce takes external ids for equal whatever their case.
    const key = by.externalId === undefined ? null : accountKey(by.externalId).toLowerCase();
    const own = rows.find((row) => String(row[externalId] ?? '').toLowerCase() === key);
    return {
      accounts: rows.map(accounts.read),
      opportunities: rows.flatMap((row) => row.Opportunities?.records ?? []).map(opportunities.read),
      own: own?.Id ?? null,
    };
  };
}
