import type { HubspotMapping, HubspotRow } from '../../../contracts/vendors/hubspot.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { Call } from '../../ports/call.ts';
import type { CrmPort } from '../../ports/crm.ts';
import { leadingWords } from '../search.ts';
import type { HubspotClient, HubspotType } from './client.ts';
import { hubspotAccounts, hubspotOpportunities } from './records.ts';

/** Most values of an IN filter. */
const MOST_VALUES = 100;

/** Companies by domain or first word, then their open deals. Both by the search, which lags some seconds. */
export function hubspotCandidates(
  client: HubspotClient,
  mapping: HubspotMapping,
  pageSize: number,
): CrmPort['candidates'] {
  const accounts = hubspotAccounts(mapping);
  const opportunities = hubspotOpportunities(mapping);
  const { externalId, fields } = mapping.account;
  const { name, domain } = fields;
  const { account, closed } = mapping.opportunity.fields;

  async function all(type: HubspotType, query: JsonObject, call: Call): Promise<HubspotRow[]> {
    const rows: HubspotRow[] = [];
    for (let after: string | null = null; ; ) {
      const sorts = [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }];
      const at = after === null ? {} : { after };
      const page = await client.search(type, { ...query, sorts, limit: pageSize, ...at }, call);
      rows.push(...page.rows);
      after = page.after;
      if (after === null) return rows;
    }
  }

  return async (by, call) => {
    const start = leadingWords(by.name).toLowerCase();
    const host = by.domain?.toLowerCase() ?? null;
    const words = tokens(start);
    const filterGroups = [
      ...(host ? [{ filters: [{ propertyName: domain, operator: 'EQ', value: host }] }] : []),
      ...(words.length > 0
        ? [{ filters: words.map((value) => ({ propertyName: name, operator: 'CONTAINS_TOKEN', value })) }]
        : []),
    ];
    if (filterGroups.length === 0) return { accounts: [], opportunities: [], own: null };
    const asked = [...accounts.properties, externalId];
    const companies = await all('companies', { filterGroups, properties: asked }, call);
    const key = by.externalId?.toLowerCase();
    const ours = ({ properties }: HubspotRow) =>
      key !== undefined && properties[externalId]?.toLowerCase() === key;
    const own = companies.find(ours)?.id;
    // A token stands anywhere in a name; what does not begin with it was not asked for.
    const found = companies
      .map(accounts.read)
      .filter((each) => (host !== null && each.domain === host) || each.name.toLowerCase().startsWith(start));
    const deals: HubspotRow[] = [];
    for (let at = 0; at < found.length; at += MOST_VALUES) {
      const values = found.slice(at, at + MOST_VALUES).map(({ id }) => id);
      const filters = [
        { propertyName: account, operator: 'IN', values },
        { propertyName: closed, operator: 'NEQ', value: 'true' },
      ];
      deals.push(
        ...(await all('deals', { filterGroups: [{ filters }], properties: opportunities.properties }, call)),
      );
    }
    return {
      accounts: found,
      opportunities: deals.map(opportunities.read),
      own: found.find(({ id }) => id === own)?.id ?? null,
    };
  };
}

/** The search's tokens: words without signs, the last one open at its end. At most six filters fit a group. */
function tokens(start: string): string[] {
  const words = start.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  return words.slice(0, 6).map((word, at) => (at === words.length - 1 ? `${word}*` : word));
}
