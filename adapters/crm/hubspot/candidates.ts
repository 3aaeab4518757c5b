import type { HubspotMapping, HubspotRow } from '../../../contracts/vendors/hubspot.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { pageBound } from '../../page-bound.ts';
import type { Call } from '../../ports/call.ts';
import type { CrmPort } from '../../ports/crm.ts';
import { refused } from '../../refused.ts';
import { leadingWords } from '../search.ts';
import type { HubspotClient, HubspotType } from './client.ts';
import { hubspotAccounts, hubspotOpportunities } from './records.ts';

/** Most values of an IN filter. */
const MOST_VALUES = 100;
/** More companies than these are none that a registration could be meant to conflict with, and too many searches. */
const MOST_HITS = 1_000;
/** What the search gives out of one query. */
const MOST_DEALS = 10_000;

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

  /** Every hit, or null when there are more than `most`. */
  async function all(
    type: HubspotType,
    query: JsonObject,
    call: Call,
    most = MOST_HITS,
  ): Promise<HubspotRow[] | null> {
    const rows: HubspotRow[] = [];
    const nextPage = pageBound('hubspot');
    for (let after: string | null = null; ; ) {
      nextPage();
      const sorts = [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }];
      const at = after === null ? {} : { after };
      const page = await client.search(type, { ...query, sorts, limit: pageSize, ...at }, call);
      rows.push(...page.rows);
      after = page.after;
      if (page.total > most) return null;
      if (after === null) return rows;
    }
  }

  return async (by, call) => {
    const start = leadingWords(by.name).toLowerCase();
    const host = by.domain?.toLowerCase() ?? null;
    const properties = [...accounts.properties, externalId];
    const among = (filterGroups: JsonObject[]) => all('companies', { filterGroups, properties }, call);
    const under = host ? [{ filters: [{ propertyName: domain, operator: 'EQ', value: host }] }] : [];
    const narrowings = narrower(by.name, start, name);
    if (narrowings.length + under.length === 0) return { accounts: [], opportunities: [], own: null };
    let companies: HubspotRow[] | null = null;
    // A common first word ("Bank") has more hits than the search gives out: then the next words are asked for, too.
    for (const named of narrowings.length > 0 ? narrowings : [[]]) {
      companies = await among([...under, ...(named.length > 0 ? [{ filters: named }] : [])]);
      if (companies) break;
    }
    companies ??= (under.length > 0 ? await among(under) : null) ?? [];
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
      const query = { filterGroups: [{ filters }], properties: opportunities.properties };
      const open = await all('deals', query, call, MOST_DEALS);
      if (!open) throw tooMany();
      deals.push(...open);
    }
    return {
      accounts: found,
      opportunities: deals.map(opportunities.read),
      own: found.find(({ id }) => id === own)?.id ?? null,
    };
  };
}

/** Filters by the leading words of a name, then by one word more at a time, at last by the whole name as it is written. */
function narrower(whole: string, start: string, propertyName: string): JsonObject[][] {
  const leading = wordsOf(start);
  if (leading.length === 0) return [];
  const words = [...new Set([...leading, ...wordsOf(whole)])].slice(0, MOST_FILTERS);
  const counts = words.map((_, at) => at + 1).filter((count) => count >= leading.length);
  const byWords = counts.map((count) =>
    words.slice(0, count).map((word, at) => ({
      propertyName,
      operator: 'CONTAINS_TOKEN',
      // Only the last leading word may go on: "Nord" finds "Nordwind".
      value: at === leading.length - 1 ? `${word}*` : word,
    })),
  );
  return [...byWords, [{ propertyName, operator: 'EQ', value: whole.trim() }]];
}

/** Most filters of a group. */
const MOST_FILTERS = 6;

/** Words without signs, which are what the search looks for. */
const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

const tooMany = () =>
  refused(
    'hubspot',
    'TOO_MANY_DEALS',
    `the companies that it may be have more than ${MOST_DEALS.toLocaleString('en')} open deals; close those that are over`,
  );
