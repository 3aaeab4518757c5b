import type { z } from 'zod';
import {
  type SalesforcePage,
  type SalesforceRow,
  salesforcePage,
  salesforceRow,
  salesforceUpserted,
} from '../../../contracts/vendors/salesforce.ts';
import type { DayUse } from '../../../domain/call-quota.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { isAbsent } from '../../absent.ts';
import type { AccountBudget } from '../../account-budgets.ts';
import { type Exchange, exchange, type Request } from '../../http.ts';
import { pageBound } from '../../page-bound.ts';
import type { Call } from '../../ports/call.ts';
import type { Landed } from '../../ports/write.ts';
import { pathSegment } from '../../vendor-words.ts';
import { faultOf, unreadable } from './faults.ts';
import type { Session, Sessions } from './session.ts';

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
  /** Answers false when the record was gone already. */
  remove(where: Where, call: Call): Promise<boolean>;
  /** The user that our sign-in runs as. */
  userId(call: Call): Promise<string>;
}

export function salesforceClient(
  sessions: Sessions,
  { apiVersion, duplicateRules }: { apiVersion: string; duplicateRules: 'obey' | 'allow' },
  budget: AccountBudget,
): SalesforceClient {
  const base = `/services/data/${apiVersion}`;
  const allowed: Record<string, string> =
    duplicateRules === 'allow' ? { 'sforce-duplicate-rule-header': 'allowSave=true' } : {};

  async function ask(
    method: Request['method'],
    path: string,
    about: string,
    call: Call,
    body?: JsonObject,
    headers: Record<string, string> = {},
  ): Promise<Exchange> {
    await budget.take(call);
    const once = ({ token, instance }: Session) =>
      exchange(
        {
          vendor: 'salesforce',
          method,
          url: instance + path,
          headers: { ...headers, authorization: `Bearer ${token}` },
          body,
        },
        call,
      );
    const session = await sessions.current(call);
    let answer = await once(session);
    // A token lives until the org ends it. A 401 did nothing, so the same request may follow once with a new one.
    if (answer.status === 401) {
      sessions.drop(session);
      answer = await once(await sessions.current(call));
    }
    const day = dayOf(answer);
    if (day) budget.told(day);
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw faultOf(answer, about);
  }

  async function row(where: Where, fields: string[], call: Call): Promise<SalesforceRow | null> {
    const wanted = [...new Set(['Id', 'LastModifiedDate', 'CreatedById', ...fields])].join(',');
    try {
      return read(
        salesforceRow,
        await ask('GET', `${base}${pathOf(where)}?fields=${wanted}`, named(where), call),
      );
    } catch (error) {
      if (isAbsent(error)) return null;
      throw error;
    }
  }

  async function rows<T extends z.ZodType>(first: SalesforcePage<z.output<T>>, type: T, call: Call) {
    const found = [...first.records];
    const nextPage = pageBound('salesforce');
    for (let { nextRecordsUrl } = first; nextRecordsUrl !== undefined; ) {
      nextPage();
      const answer = await ask('GET', nextRecordsUrl, 'the query', call);
      const page: SalesforcePage<z.output<T>> = read(salesforcePage(type), answer);
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
      return rows(read(salesforcePage(type), await ask('GET', path, 'the query', call)), type, call);
    },
    async upsert(where, body, call) {
      const answer = await ask('PATCH', base + pathOf(where), named(where), call, body, allowed);
      if (answer.status !== 204) {
        const { id, created } = read(salesforceUpserted, answer);
        return { id, created: created ?? answer.status === 201 };
      }
      const changed = await row(where, [], call);
      if (changed) return { id: changed.Id, created: false };
      throw unreadable(answer);
    },
    async update(where, body, unmodifiedSince, call) {
      const since =
        unmodifiedSince === null ? {} : { 'if-unmodified-since': new Date(unmodifiedSince).toUTCString() };
      done(await ask('PATCH', base + pathOf(where), named(where), call, body, { ...allowed, ...since }));
    },
    async remove(where, call) {
      try {
        done(await ask('DELETE', base + pathOf(where), named(where), call));
        return true;
      } catch (error) {
        if (isAbsent(error)) return false;
        throw error;
      }
    },
    userId: async (call) => (await sessions.current(call)).userId,
  };
}

/** The calls of the org's last 24 hours and its allocation. Source: REST API guide, "Limit Info Header". */
function dayOf({ headers }: Exchange): DayUse | null {
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
function done(answer: Exchange): void {
  if (answer.status !== 204) throw unreadable(answer);
}

function read<T extends z.ZodType>(type: T, answer: Exchange): z.output<T> {
  const value = type.safeParse(answer.json);
  if (value.success) return value.data;
  throw unreadable(answer);
}
