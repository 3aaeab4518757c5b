import { z } from 'zod';
import {
  type ImpartnerRecord,
  impartnerEnvelope,
  impartnerPage,
  impartnerRecord,
} from '../../../contracts/vendors/impartner.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { isAbsent } from '../../absent.ts';
import type { Budget } from '../../budget.ts';
import { type Exchange, exchange, faultKind, type Request, retryAfterMs } from '../../http.ts';
import { type Call, VendorFault } from '../../ports/call.ts';
import { called, listed, mentioned, pathSegment, plainCode } from '../../vendor-words.ts';

/** Impartner's objects API in five calls. TRAP: POST on a collection is a search, PUT is what creates. */
export interface ImpartnerClient {
  /** Reads one record by id, consistently; null when there is none. */
  get(object: string, id: string, fields: string[], call: Call): Promise<ImpartnerRecord | null>;
  /** Searches; misses what was written within the last moments. */
  search(object: string, query: ImpartnerQuery, call: Call): Promise<ImpartnerRecord[]>;
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
  const headers = {
    authorization: `prm-key ${account.apiKey}`,
    ...(account.tenantId === undefined ? {} : { 'x-prm-tenantid': String(account.tenantId) }),
  };

  async function ask<T extends z.ZodType>(
    schema: T,
    method: Request['method'],
    at: { object: string; id?: string; fields?: string[] },
    call: Call,
    body?: JsonObject,
  ): Promise<z.output<T>> {
    await budget.take(call);
    const { object, id, fields = Object.keys(body ?? {}) } = at;
    const record = id === undefined ? object : `${object}/${pathSegment('impartner', id)}`;
    const url = `${account.baseUrl}/api/objects/v1/${record}${method === 'GET' ? `?fields=${fields.join(',')}` : ''}`;
    const answer = await exchange({ vendor: 'impartner', method, url, headers, body }, call);
    const data = schema.safeParse(dataOf(answer, called(object, id), fields));
    if (data.success) return data.data;
    throw unreadable(answer);
  }

  async function search(object: string, { orderBy = [], ...query }: ImpartnerQuery, call: Call) {
    const order = orderBy.map((field) => ({ field, direction: 'asc' }));
    const body = { skip: 0, ...query, ...(order.length > 0 ? { orderBy: order } : {}) };
    return (await ask(impartnerPage, 'POST', { object, fields: query.fields }, call, body)).results;
  }

  return {
    search,
    async get(object, id, fields, call) {
      try {
        const record = await ask(impartnerRecord.nullable(), 'GET', { object, id, fields }, call);
        if (record) return record;
      } catch (error) {
        if (!isAbsent(error)) throw error;
      }
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
      try {
        await ask(z.unknown(), 'DELETE', { object, id, fields: [] }, call);
      } catch (error) {
        if (!isAbsent(error)) throw error;
      }
    },
  };
}

/** A text literal of a filter. The backslash is how public clients escape; our own ids need none. */
export function filterLiteral(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/** The envelope's data. @throws VendorFault for any status or envelope that is not a success. */
function dataOf(answer: Exchange, about: string, fields: readonly string[]): unknown {
  const envelope = impartnerEnvelope.safeParse(lowerKeys(answer.json));
  const ok = answer.status >= 200 && answer.status < 300;
  if (ok && envelope.success && envelope.data.success) return envelope.data.data;
  // A 2xx without an envelope is a page of a proxy or of maintenance: a write behind it may have landed.
  if (ok && !envelope.success) throw unreadable(answer);
  const error = envelope.data?.errors?.[0];
  const status = ok ? (error?.httpstatus ?? answer.status) : answer.status;
  const kind = faultKind(status);
  const code = plainCode(error?.code) ?? (envelope.success && kind === 'not_found' ? 'NOT_FOUND' : undefined);
  const named = mentioned(`${error?.message} ${envelope.data?.message}`, fields);
  const wait =
    retryAfterMs(answer.headers, Date.now()) ?? (kind === 'rate_limited' ? LIMIT_WAIT_MS : undefined);
  throw new VendorFault({
    vendor: 'impartner',
    kind,
    status,
    message: `HTTP ${answer.status}${ok ? ', success false' : ''}, ${code ?? `status ${status}`}${listed(named)} at ${about}${fixFor(kind, code)}`,
    certainlyNotLanded: kind !== 'unavailable',
    ...(code === undefined ? {} : { code }),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
}

/** No limit is documented, and an answer that names a wait is not either. */
const LIMIT_WAIT_MS = 30_000;

const fixFor = (kind: VendorFault['kind'], code: string | undefined) =>
  kind === 'not_found' && code === undefined
    ? '; that is no answer of the objects API: check baseUrl and what stands between'
    : (FIXES[kind] ?? '');

const FIXES: Partial<Record<VendorFault['kind'], string>> = {
  auth: '; check the key and the objects it may read and write',
  rejected: '; compare policy/mappings/impartner.yaml with _describe of the object',
};

function unreadable(answer: Exchange): VendorFault {
  return new VendorFault({
    vendor: 'impartner',
    kind: 'unavailable',
    status: answer.status,
    code: 'unreadable',
    message: `HTTP ${answer.status} with a body that is not an answer of the objects API`,
  });
}

/** Answers come in camelCase, fields are asked for in any case: compare without case. */
function lowerKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.toLowerCase(), lowerKeys(inner)]),
  );
}
