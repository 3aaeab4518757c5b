import { z } from 'zod';
import { type SalesforceMapping, salesforcePage } from '../../contracts/salesforce.ts';
import type { Call, CrmPort } from '../ports.ts';
import type { SalesforceClient } from './salesforce-client.ts';
import { hostOf, leadingWords } from './search.ts';
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
  const website = mapping.account.fields.domain;
  const partner = mapping.opportunity.fields.partnerId;
  const name = mapping.account.fields.name;
  const columns = `Id, AccountId, Name, StageName, IsClosed, LastModifiedDate, ${partner}`;
  const open = `SELECT ${columns} FROM Opportunities WHERE IsClosed = false`;

  return async (by, call: Call) => {
    const start = leadingWords(by.name);
    const where = [
      ...(by.domain ? [`${website} LIKE ${soqlLike(any, by.domain, any)}`] : []),
      ...(start ? [`${name} LIKE ${soqlLike(start, any)}`] : []),
    ];
    if (where.length === 0) return { accounts: [], opportunities: [] };
    const soql = `SELECT Id, ${name}, ${website}, (${open}) FROM Account WHERE ${where.join(' OR ')} ORDER BY Id`;
    const rows = await client.query(soql, accountRow, call);
    return {
      accounts: rows.map((row) => ({ id: row.Id, name: String(row[name]), domain: hostOf(row[website]) })),
      opportunities: rows
        .flatMap((row) => row.Opportunities?.records ?? [])
        .map((row) => ({
          id: row.Id,
          accountId: row.AccountId,
          name: row.Name,
          stage: row.StageName,
          open: !row.IsClosed,
          partnerId: (row[partner] as string | null) ?? null,
          modifiedAt: new Date(row.LastModifiedDate).toISOString(),
        })),
    };
  };
}
