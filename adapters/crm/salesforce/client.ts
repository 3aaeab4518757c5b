import type { z } from 'zod';
import {
  type SalesforcePage,
  type SalesforceRow,
  salesforcePage,
  salesforceRow,
  salesforceUpserted,
} from '../../../contracts/vendors/salesforce.ts';
import type { CallUse } from '../../../domain/call-quota.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { orNull } from '../../absent.ts';
import type { Access } from '../../access.ts';
import type { AccountBudget } from '../../account-budgets.ts';
import { type HttpExchange, type Request, succeeded } from '../../http.ts';
import { pageBound } from '../../page-bound.ts';
import type { Call } from '../../ports/call.ts';
import type { Landed } from '../../ports/write.ts';
import { requests } from '../../requests.ts';
import { pathSegment } from '../../vendor-words.ts';
import { answers, faultOf } from './faults.ts';
import type { Session } from './session.ts';

/** Where a record is: by its own id, or by an external id field and value. */
export type Where = { object: string; id: string } | { object: string; field: string; value: string };

export interface SalesforceClient {
  /** Every row of a SOQL query, page after page. @param also `deleted`: those in the recycle bin, too */
  query<T extends z.ZodType>(soql: string, row: T, call: Call, also?: 'deleted'): Promise<z.output<T>[]>;
  /** Every row of a page and of those after it: the children of a record come in pages of their own. */
  rows<T extends z.ZodType>(page: SalesforcePage<z.output<T>>, row: T, call: Call): Promise<z.output<T>[]>;
  /** One record; null when there is none. */
  row(where: Where, fields: string[], call: Call): Promise<SalesforceRow | null>;
  upsert(where: Where, body: JsonObject, call: Call): Promise<Landed>;
  /** @param unmodifiedSince ISO instant; a later change by somebody else is answered 412. Null: whatever was changed. */
  update(where: Where, body: JsonObject, unmodifiedSince: string | null, call: Call): Promise<void>;
  /** A record that is gone is no fault. */
  remove(where: Where, call: Call): Promise<void>;
  /** The user that our sign-in runs as. */
  userId(call: Call): Promise<string>;
}

export function salesforceClient(
  sessions: Access<Session>,
  { apiVersion, duplicateRules }: { apiVersion: string; duplicateRules: 'obey' | 'allow' },
  budget: AccountBudget,
): SalesforceClient {
  const base = `/services/data/${apiVersion}`;
  const allowed: Record<string, string> =
    duplicateRules === 'allow' ? { 'sforce-duplicate-rule-header': 'allowSave=true' } : {};

  const send = requests({
    vendor: 'salesforce',
    access: sessions,
    budget: () => budget,
    faultOf: (answer, { about }) => (succeeded(answer) ? null : faultOf(answer, about)),
    heard(answer) {
      const day = dayOf(answer);
      if (day) budget.told(day);
    },
  });
  const ask = (
    method: Request['method'],
    path: string,
    about: string,
    call: Call,
    body?: JsonObject,
    headers: Record<string, string> = {},
  ) => send({ method, path, about, body, headers }, call);

  async function row(where: Where, fields: string[], call: Call): Promise<SalesforceRow | null> {
    const wanted = [...new Set(['Id', 'LastModifiedDate', 'CreatedById', ...fields])].join(',');
    const answer = await orNull(() =>
      ask('GET', `${base}${pathOf(where)}?fields=${wanted}`, named(where), call),
    );
    return answer && answers.read(salesforceRow, answer);
  }

  async function rows<T extends z.ZodType>(first: SalesforcePage<z.output<T>>, type: T, call: Call) {
    const found = [...first.records];
    const nextPage = pageBound('salesforce');
    for (let { nextRecordsUrl } = first; nextRecordsUrl !== undefined; ) {
      nextPage();
      const answer = await ask('GET', nextRecordsUrl, 'the query', call);
      const page: SalesforcePage<z.output<T>> = answers.read(salesforcePage(type), answer);
      found.push(...page.records);
      nextRecordsUrl = page.nextRecordsUrl;
    }
    return found;
  }

  return {
    row,
    rows,
    async query(soql, type, call, also) {
      const path = `${base}/${also === 'deleted' ? 'queryAll' : 'query'}?q=${encodeURIComponent(soql)}`;
      const first = answers.read(salesforcePage(type), await ask('GET', path, 'the query', call));
      return rows(first, type, call);
    },
    async upsert(where, body, call) {
      const answer = await ask('PATCH', base + pathOf(where), named(where), call, body, allowed);
      if (answer.status !== 204) {
        const { id, created } = answers.read(salesforceUpserted, answer);
        return { id, created: created ?? answer.status === 201 };
      }
      const changed = await row(where, [], call);
      if (changed) return { id: changed.Id, created: false };
      throw answers.unreadable(answer);
    },
    async update(where, body, unmodifiedSince, call) {
      const since =
        unmodifiedSince === null ? {} : { 'if-unmodified-since': new Date(unmodifiedSince).toUTCString() };
      done(await ask('PATCH', base + pathOf(where), named(where), call, body, { ...allowed, ...since }));
    },
    async remove(where, call) {
      const answer = await orNull(() => ask('DELETE', base + pathOf(where), named(where), call));
      if (answer) done(answer);
    },
    userId: async (call) => (await sessions.current(call)).userId,
  };
}

/** The calls of the org's last 24 hours and its allocation. Source: REST API guide, "Limit Info Header". */
function dayOf({ headers }: HttpExchange): CallUse | null {
  const said = /(?:^|[\s,;])api-usage=(\d+)\/(\d+)/.exec(headers.get('sforce-limit-info') ?? '');
  return said ? { used: Number(said[1]), of: Number(said[2]) } : null;
}

const pathOf = (where: Where) =>
  'id' in where
    ? `/sobjects/${where.object}/${pathSegment('salesforce', where.id)}`
    : `/sobjects/${where.object}/${where.field}/${pathSegment('salesforce', where.value)}`;

/** Our external id may say something of a person, so only Salesforce's own ids are said. */
const named = (where: Where) => ('id' in where ? `${where.object} ${where.id}` : where.object);

/** A change by id is answered without a body: anything else is a page of a proxy or of maintenance. */
function done(answer: HttpExchange): void {
  if (answer.status !== 204) throw answers.unreadable(answer);
}
