import { z } from 'zod';
import {
  type ImpartnerRecord,
  impartnerEnvelope,
  impartnerList,
  impartnerPage,
  impartnerRecord,
} from '../../../contracts/vendors/impartner.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { orNull } from '../../absent.ts';
import { type Credentials, fixedAccess } from '../../access.ts';
import { answersOf } from '../../answers.ts';
import type { Budget } from '../../budget.ts';
import { faultKind, type HttpExchange, type Request, succeeded } from '../../http.ts';
import type { Call, FaultKind } from '../../ports/call.ts';
import { requests, type VendorRequest } from '../../requests.ts';
import { called, mentioned, pathSegment, plainCode } from '../../vendor-words.ts';

/** Impartner's objects API in five calls. TRAP: POST on a collection is a search, PUT is what creates. */
export interface ImpartnerClient {
  /** Reads one record by id, consistently; null when there is none. One that was merged may be answered with the one that it went into, under that one's id. */
  get(object: string, id: string, fields: string[], call: Call): Promise<ImpartnerRecord | null>;
  /** Searches; misses what was written within the last moments. */
  search(object: string, query: ImpartnerQuery, call: Call): Promise<ImpartnerRecord[]>;
  /** The same, with what names no id among it: its id is ''. */
  list(object: string, query: ImpartnerQuery, call: Call): Promise<ImpartnerRecord[]>;
  /** Answers the id of the new record. */
  create(object: string, body: JsonObject, call: Call): Promise<string>;
  update(object: string, id: string, body: JsonObject, call: Call): Promise<void>;
  /** A record that is gone is no fault. */
  remove(object: string, id: string, call: Call): Promise<void>;
}

export interface ImpartnerQuery {
  fields: string[];
  filter: string;
  /** Fields to sort by, ascending. */
  orderBy?: string[];
  take: number;
  skip?: number;
}

/** What tells one tenant from another; whoever uses the same one shares its limits. */
export const impartnerAccount = (own: {
  baseUrl: string;
  apiKey: string;
  tenantId?: number | undefined;
}): string => `${own.baseUrl} ${own.tenantId ?? own.apiKey}`;

/** @param account `tenantId` comes from configuration only: a caller must never choose the tenant. */
export function impartnerClient(
  account: { baseUrl: string; apiKey: string; tenantId?: number | undefined },
  budget: Budget,
): ImpartnerClient {
  const send = requests<Credentials, VendorRequest & { fields: readonly string[] }>({
    vendor: 'impartner',
    access: fixedAccess(`${account.baseUrl}/api/objects/v1/`, {
      authorization: `prm-key ${account.apiKey}`,
      ...(account.tenantId === undefined ? {} : { 'x-prm-tenantid': String(account.tenantId) }),
    }),
    budget: () => budget,
    faultOf,
  });

  async function ask<T extends z.ZodType>(
    schema: T,
    method: Request['method'],
    at: { object: string; id?: string; fields?: string[] },
    call: Call,
    body?: JsonObject,
  ): Promise<z.output<T>> {
    const { object, id, fields = Object.keys(body ?? {}) } = at;
    const record = id === undefined ? object : `${object}/${pathSegment('impartner', id)}`;
    const path = `${record}${method === 'GET' ? `?fields=${fields.join(',')}` : ''}`;
    const answer = await send({ method, path, body, about: called(object, id), fields }, call);
    return answers.read(schema, answer, envelopeOf(answer).data?.data);
  }

  const search = (object: string, query: ImpartnerQuery, call: Call) =>
    found(impartnerPage, object, query, call);

  async function found(
    page: typeof impartnerPage | typeof impartnerList,
    object: string,
    { orderBy = [], ...query }: ImpartnerQuery,
    call: Call,
  ): Promise<ImpartnerRecord[]> {
    const order = orderBy.map((field) => ({ field, direction: 'asc' }));
    const body = { skip: 0, ...query, ...(order.length > 0 ? { orderBy: order } : {}) };
    return (await ask(page, 'POST', { object, fields: query.fields }, call, body)).results;
  }

  return {
    search,
    list: (object, query, call) => found(impartnerList, object, query, call),
    async get(object, id, fields, call) {
      const record = await orNull(() => ask(impartnerRecord.nullable(), 'GET', { object, id, fields }, call));
      if (record) return record;
      // An object that the key may not see may be answered like a record that is not there: then the search is refused.
      if (/^\d+$/.test(id)) await search(object, { fields: ['Id'], filter: `Id = ${id}`, take: 1 }, call);
      return null;
    },
    async create(object, body, call) {
      return (await ask(impartnerRecord, 'PUT', { object }, call, body)).id;
    },
    async update(object, id, body, call) {
      await ask(z.unknown(), 'PATCH', { object, id }, call, body);
    },
    async remove(object, id, call) {
      await orNull(() => ask(z.unknown(), 'DELETE', { object, id, fields: [] }, call));
    },
  };
}

/** A text literal of a filter. The backslash is how public clients escape; our own ids need none. */
export function filterLiteral(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

const answers = answersOf('impartner', 'the objects API');
const envelopeOf = (answer: HttpExchange) => impartnerEnvelope.safeParse(lowerKeys(answer.json));

/** Null only where status and envelope say that it was a success. */
function faultOf(answer: HttpExchange, { about, fields }: { about: string; fields: readonly string[] }) {
  const envelope = envelopeOf(answer);
  const ok = succeeded(answer);
  if (ok && envelope.success && envelope.data.success) return null;
  // A 2xx without an envelope is a page of a proxy or of maintenance: a write behind it may have landed.
  if (ok && !envelope.success) return answers.unreadable(answer);
  const error = envelope.data?.errors?.[0];
  const status = ok ? (error?.httpstatus ?? answer.status) : answer.status;
  const kind = faultKind(status);
  const code = plainCode(error?.code) ?? (envelope.success && kind === 'not_found' ? 'NOT_FOUND' : undefined);
  return answers.fault(answer, {
    ...{ status, kind, code, about, fix: fixFor(kind, code) },
    said: [...(ok ? ['success false'] : []), code ?? `status ${status}`],
    names: mentioned(`${error?.message} ${envelope.data?.message}`, fields),
  });
}

const fixFor = (kind: FaultKind, code: string | undefined) =>
  kind === 'not_found' && code === undefined
    ? 'that is no answer of the objects API: check baseUrl and what stands between'
    : FIXES[kind];

const FIXES: Partial<Record<FaultKind, string>> = {
  auth: 'check the key and the objects it may read and write',
  rejected: 'compare policy/mappings/impartner.yaml with _describe of the object',
};

/** Answers come in camelCase, fields are asked for in any case: compare without case. */
function lowerKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.toLowerCase(), lowerKeys(inner)]),
  );
}
