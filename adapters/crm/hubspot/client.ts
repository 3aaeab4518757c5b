import {
  type HubspotRow,
  hubspotBatch,
  hubspotBin,
  hubspotList,
  hubspotPage,
  hubspotRow,
} from '../../../contracts/vendors/hubspot.ts';
import type { CallUse } from '../../../domain/call-quota.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { lookupTable } from '../../../domain/lookup-table.ts';
import { orNull } from '../../absent.ts';
import { fixedAccess } from '../../access.ts';
import type { AccountBudget } from '../../account-budgets.ts';
import type { Budget } from '../../budget.ts';
import { type HttpExchange, type Request, succeeded } from '../../http.ts';
import { pageBound } from '../../page-bound.ts';
import { type Call, VendorFault } from '../../ports/call.ts';
import { requests } from '../../requests.ts';
import { pathSegment } from '../../vendor-words.ts';
import { answers, faultOf, inputFault } from './faults.ts';

/** The date-based version of every path; HubSpot supports one for 18 months. */
export const HUBSPOT_VERSION = '2026-09';

export type HubspotType = 'companies' | 'contacts' | 'deals';

/** Where a record is: by its own id, or by a property of unique values. */
export type Where =
  | { type: HubspotType; id: string }
  | { type: HubspotType; property: string; value: string };

/** Values are texts; an empty one clears the property. */
export type Properties = Record<string, string>;

export interface HubspotClient {
  /** One record; null when there is none. Never by the search, which lags; ids and addresses stay out of the path. */
  row(where: Where, properties: string[], call: Call): Promise<HubspotRow | null>;
  /** One record with the ids of what hangs on it. */
  withAssociations(
    where: { type: HubspotType; id: string },
    asked: { properties: string[]; associations: HubspotType[] },
    call: Call,
  ): Promise<HubspotRow | null>;
  /** One page; HubSpot gives at most 200 and sorts by one property. */
  search(
    type: HubspotType,
    query: JsonObject,
    call: Call,
  ): Promise<{ rows: HubspotRow[]; after: string | null; total: number }>;
  /** The same, with what names no id among it (its id is '') and what holds other values than texts. */
  list(type: HubspotType, query: JsonObject, call: Call): Promise<HubspotRow[]>;
  /** Ids of what was deleted within 90 days; HubSpot lists it in no promised order, and lets nobody ask by when. */
  bin(type: HubspotType, call: Call): Promise<string[]>;
  create(
    type: HubspotType,
    input: { properties: Properties; associations: { type: HubspotType; id: string }[]; trace: string },
    call: Call,
  ): Promise<string>;
  /** `created`: there was no such record after all. */
  upsert(
    where: { type: HubspotType; property: string; value: string },
    input: { properties: Properties; trace: string },
    call: Call,
  ): Promise<{ id: string; created: boolean }>;
  update(where: { type: HubspotType; id: string }, properties: Properties, call: Call): Promise<void>;
  /** To the bin. A record that is gone is no fault. */
  remove(where: { type: HubspotType; id: string }, call: Call): Promise<void>;
}

/** HubSpot-defined association types: the unlabelled one and the primary one. Source: Associations API, "association type id values". */
const ASSOCIATIONS = lookupTable<readonly number[]>({
  'contacts companies': [279, 1],
  'deals companies': [341, 5],
});

export function hubspotClient(
  account: { baseUrl: string; accessToken: string },
  budgets: { calls: AccountBudget; searches: Budget },
): HubspotClient {
  const send = requests({
    vendor: 'hubspot',
    access: fixedAccess(`${account.baseUrl}/crm/objects/${HUBSPOT_VERSION}/`, {
      authorization: `Bearer ${account.accessToken}`,
    }),
    budget: ({ path }) => (path.endsWith('/search') ? budgets.searches : budgets.calls),
    faultOf: (answer, { about }) => (succeeded(answer) ? null : faultOf(answer, about)),
    heard(answer) {
      const day = dayOf(answer);
      if (day) budgets.calls.told(day);
    },
  });
  const ask = (
    method: Request['method'],
    type: HubspotType,
    path: string,
    call: Call,
    body?: JsonObject,
    about: string = type,
  ) => send({ method, path: type + path, about, body }, call);

  /** The result of a batch of one input. HubSpot answers 207 when that one failed. */
  async function one(
    type: HubspotType,
    path: string,
    call: Call,
    input: JsonObject,
    { about = type, ...more }: { about?: string } & JsonObject = {},
  ) {
    const answer = await ask('POST', type, path, call, { inputs: [input], ...more }, about);
    const { results, errors = [] } = answers.read(hubspotBatch, answer);
    const [row] = results;
    if (row) return row;
    const [error] = errors;
    if (error) throw inputFault(answer, about, error);
    return null;
  }

  /** A unique value may be somebody's address, so only ids are said. */
  const named = (where: Where) => ('id' in where ? `${where.type} ${where.id}` : where.type);
  const pathOf = ({ id }: { id: string }) => `/${pathSegment('hubspot', id)}`;

  return {
    async row(where, properties, call) {
      const by = 'id' in where ? {} : { idProperty: where.property };
      const input = { id: 'id' in where ? where.id : where.value };
      const asked = { ...by, properties, about: named(where) };
      return orNull(() => one(where.type, '/batch/read', call, input, asked));
    },
    async withAssociations(where, asked, call) {
      const query = new URLSearchParams({
        properties: asked.properties.join(','),
        associations: asked.associations.join(','),
      });
      const answer = await orNull(() =>
        ask('GET', where.type, `${pathOf(where)}?${query}`, call, undefined, named(where)),
      );
      return answer && answers.read(hubspotRow, answer);
    },
    async search(type, query, call) {
      const answer = await ask('POST', type, '/search', call, query);
      const { results, paging, total } = answers.read(hubspotPage, answer);
      return { rows: results, after: paging?.next?.after ?? null, total };
    },
    async list(type, query, call) {
      const { results } = answers.read(hubspotList, await ask('POST', type, '/search', call, query));
      return results as HubspotRow[];
    },
    async bin(type, call) {
      const ids: string[] = [];
      const nextPage = pageBound('hubspot');
      for (let after: string | undefined; ; ) {
        nextPage();
        const query = new URLSearchParams({ archived: 'true', limit: '100', ...(after ? { after } : {}) });
        const answer = await ask('GET', type, `?${query}`, call);
        const { results, paging } = answers.read(hubspotBin, answer);
        ids.push(...results.flatMap(({ id, archived }) => (archived && id !== '' ? [id] : [])));
        after = paging?.next?.after;
        if (after === undefined) return ids;
      }
    },
    async create(type, { properties, associations, trace }, call) {
      const links = associations.map((to) => ({
        to: { id: to.id },
        types: (ASSOCIATIONS[`${type} ${to.type}`] ?? []).map((associationTypeId) => ({
          associationCategory: 'HUBSPOT_DEFINED',
          associationTypeId,
        })),
      }));
      const input = { properties, associations: links, objectWriteTraceId: trace };
      const row = await one(type, '/batch/create', call, input);
      if (row) return row.id;
      throw nothing();
    },
    async upsert({ type, property, value }, { properties, trace }, call) {
      const input = { idProperty: property, id: value, properties, objectWriteTraceId: trace };
      const row = await one(type, '/batch/upsert', call, input);
      if (row) return { id: row.id, created: row.new === true };
      throw nothing();
    },
    async update(where, properties, call) {
      const asking = ask('PATCH', where.type, pathOf(where), call, { properties }, named(where));
      answers.read(hubspotRow, await asking);
    },
    async remove(where, call) {
      const answer = await orNull(() =>
        ask('DELETE', where.type, pathOf(where), call, undefined, named(where)),
      );
      // Anything but an answer without a body is a page of a proxy or of maintenance.
      if (answer && answer.status !== 204) throw answers.unreadable(answer);
    },
  };
}

/** The calls of the account's day. Searches are answered without. Source: usage guidelines, "Rate limit headers". */
function dayOf({ headers }: HttpExchange): CallUse | null {
  const [of, left] = ['x-hubspot-ratelimit-daily', 'x-hubspot-ratelimit-daily-remaining'].map((name) =>
    Number(headers.get(name) ?? Number.NaN),
  ) as [number, number];
  return of > 0 && left >= 0 ? { used: Math.max(0, of - left), of } : null;
}

const nothing = () =>
  new VendorFault({
    vendor: 'hubspot',
    kind: 'unavailable',
    code: 'empty_batch',
    message: 'a batch of one was answered without a result or an error',
  });
