import { z } from 'zod';
import { type SalesforceMapping, salesforcePage } from '../../../contracts/vendors/salesforce.ts';
import { type Call, VendorFault } from '../../ports/call.ts';
import type { CrmPort } from '../../ports/crm.ts';
import { leadingWords } from '../search.ts';
import { accountKey } from './accounts.ts';
import type { SalesforceClient } from './client.ts';
import { salesforceAccounts, salesforceOpportunities } from './records.ts';
import { any, soqlLike, soqlText } from './soql.ts';

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
    const named = start ? [`${name} LIKE ${soqlLike(start, any)}`] : [];
    const under = by.domain ? [`${website} LIKE ${soqlLike(any, by.domain, any)}`] : [];
    if (named.length + under.length === 0) return { accounts: [], opportunities: [], own: null };
    const among = (where: string[]) =>
      client.query(
        `SELECT ${accounts.columns}, ${externalId}, (${open}) FROM Account WHERE ${where.join(' OR ')} ORDER BY Id`,
        accountRow,
        call,
      );
    const rows = await among([...under, ...named]).catch((error: unknown) => {
      if (!(error instanceof VendorFault) || error.code !== 'QUERY_TIMEOUT' || !by.domain) throw error;
      // A pattern that begins with anything reads every account, for which a large org has no time.
      return among([`${website} IN (${spellings(by.domain).map(soqlText).join(', ')})`, ...named]);
    });
    // A pattern finds a domain inside of others: `not-acme.example` is none of them, a host below it is.
    const sharing = rows.filter((row) => {
      const { name: called, domain } = accounts.read(row);
      const host = by.domain?.toLowerCase();
      return (
        domain === null ||
        domain === host ||
        (host !== undefined && domain.endsWith(`.${host}`)) ||
        (start !== '' && called.toLowerCase().startsWith(start.toLowerCase()))
      );
    });
    const deals = [];
    for (const { Opportunities } of sharing)
      if (Opportunities) deals.push(...(await client.rows(Opportunities, opportunityRow, call)));
    // Salesforce takes external ids for equal whatever their case.
    const key = by.externalId === undefined ? null : accountKey(by.externalId).toLowerCase();
    const own = sharing.find((row) => String(row[externalId] ?? '').toLowerCase() === key);
    return {
      accounts: sharing.map(accounts.read),
      opportunities: deals.map(opportunities.read),
      own: own?.Id ?? null,
    };
  };
}

/** How sellers write the address of a site. */
function spellings(domain: string): string[] {
  const hosts = [domain, `www.${domain}`];
  const sites = hosts.flatMap((host) => [host, `http://${host}`, `https://${host}`]);
  return sites.flatMap((site) => [site, `${site}/`]);
}
