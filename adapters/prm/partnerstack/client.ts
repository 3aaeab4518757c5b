import { z } from 'zod';
import {
  type PartnerstackRecord,
  partnerstackEnvelope,
  partnerstackPage,
  partnerstackRecord,
} from '../../../contracts/vendors/partnerstack.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { isAbsent } from '../../absent.ts';
import type { Budget } from '../../budget.ts';
import { type Exchange, exchange, faultKind, type Request, retryAfterMs } from '../../http.ts';
import { type Call, VendorFault } from '../../ports/call.ts';
import { called, listed, mentioned, pathSegment } from '../../vendor-words.ts';

/** PartnerStack's vendor API in five calls. */
export interface PartnerstackClient {
  /** Reads a deal by its key or external key, a partnership by its key, partner key or e-mail; null when there is none. */
  get(object: 'deals' | 'partnerships', key: string, call: Call): Promise<PartnerstackRecord | null>;
  /** One page of deals, the most recently created first. */
  list(
    query: Record<string, string | number>,
    call: Call,
  ): Promise<{ items: PartnerstackRecord[]; has_more: boolean }>;
  /** Answers the key of the new deal. */
  create(body: JsonObject, call: Call): Promise<string>;
  /** What the body does not name stays as it is. */
  update(key: string, body: JsonObject, call: Call): Promise<void>;
  /** A deal that is gone is no fault. */
  archive(key: string, call: Call): Promise<void>;
}

/** The limit counts by the minute and no answer says when it ends. */
const LIMIT_MS = 60_000;
/** Paths under `deals/` that are no deal. */
const RESERVED = ['form-templates'];

export function partnerstackClient(
  account: { baseUrl: string; publicKey: string; privateKey: string },
  budget: Budget,
): PartnerstackClient {
  const pair = Buffer.from(`${account.publicKey}:${account.privateKey}`).toString('base64');
  const headers = { authorization: `Basic ${pair}` };

  async function ask<T extends z.ZodType>(
    schema: T,
    method: Request['method'],
    path: string,
    call: Call,
    body?: JsonObject,
  ): Promise<z.output<T>> {
    await budget.take(call);
    const url = `${account.baseUrl}/${path}`;
    const answer = await exchange({ vendor: 'partnerstack', method, url, headers, body }, call);
    const [object = '', id] = path.split(/[/?]/);
    const about = called(object, path.includes('/') ? id : undefined);
    const data = schema.safeParse(dataOf(answer, about, Object.keys(body ?? {})));
    if (data.success) return data.data;
    throw unreadable(answer);
  }

  return {
    async get(object, key, call) {
      if (RESERVED.includes(key)) return null;
      try {
        return await ask(partnerstackRecord, 'GET', one(object, key), call);
      } catch (error) {
        if (isAbsent(error)) return null;
        throw error;
      }
    },
    async list(query, call) {
      const search = new URLSearchParams(
        Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
      );
      return ask(partnerstackPage, 'GET', `deals?${search}`, call);
    },
    async create(body, call) {
      return (await ask(partnerstackRecord, 'POST', 'deals', call, body)).key;
    },
    async update(key, body, call) {
      await ask(z.unknown(), 'PATCH', one('deals', key), call, body);
    },
    async archive(key, call) {
      await ask(z.unknown(), 'DELETE', one('deals', key), call).catch((error: unknown) => {
        if (!isAbsent(error)) throw error;
      });
    },
  };
}

const one = (object: string, key: string) => `${object}/${pathSegment('partnerstack', key)}`;

/** The envelope's data. @throws VendorFault for any HTTP or inner status that is no success. */
function dataOf(answer: Exchange, about: string, fields: readonly string[]): unknown {
  const envelope = partnerstackEnvelope.safeParse(answer.json);
  const ok = answer.status >= 200 && answer.status < 300;
  // A 2xx without an envelope is a page of a proxy or of maintenance: a write behind it may have landed.
  if (ok && !envelope.success) throw unreadable(answer);
  const inner = envelope.data?.status ?? answer.status;
  const status = ok ? inner : answer.status;
  if (ok && status >= 200 && status < 300) return envelope.data?.data;
  const kind = faultKind(status);
  const code = envelope.success && kind === 'not_found' ? 'NOT_FOUND' : undefined;
  const named = mentioned(envelope.data?.message, fields);
  const wait = retryAfterMs(answer.headers, Date.now()) ?? (kind === 'rate_limited' ? LIMIT_MS : undefined);
  throw new VendorFault({
    vendor: 'partnerstack',
    kind,
    status,
    message: `HTTP ${answer.status}${ok ? `, status ${status} inside` : ''}${listed(named)} at ${about}${fixFor(kind, code)}`,
    certainlyNotLanded: kind !== 'unavailable',
    ...(code === undefined ? {} : { code }),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
}

const fixFor = (kind: VendorFault['kind'], code: string | undefined) =>
  kind === 'not_found' && code === undefined
    ? '; that is no answer of the vendor API: check baseUrl and what stands between'
    : (FIXES[kind] ?? '');

const FIXES: Partial<Record<VendorFault['kind'], string>> = {
  auth: '; check the key pair and whether it is the one of production or of test',
  rejected:
    "; compare policy/mappings/partnerstack.yaml with the stages of the partner's group and the deal form",
};

function unreadable(answer: Exchange): VendorFault {
  return new VendorFault({
    vendor: 'partnerstack',
    kind: 'unavailable',
    status: answer.status,
    code: 'unreadable',
    message: `HTTP ${answer.status} with a body that is not an answer of the vendor API`,
  });
}
