import { z } from 'zod';
import {
  type PartnerstackRecord,
  partnerstackEnvelope,
  partnerstackPage,
  partnerstackRecord,
} from '../../../contracts/vendors/partnerstack.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { orNull } from '../../absent.ts';
import { basicAccess } from '../../access.ts';
import { answersOf } from '../../answers.ts';
import type { Budget } from '../../budget.ts';
import { faultKind, type HttpExchange, type Request, succeeded } from '../../http.ts';
import type { Call, FaultKind, VendorFault } from '../../ports/call.ts';
import { requests, type VendorRequest } from '../../requests.ts';
import { called, mentioned, pathSegment } from '../../vendor-words.ts';

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
  const send = requests({
    vendor: 'partnerstack',
    access: basicAccess(`${account.baseUrl}/`, account.publicKey, account.privateKey),
    budget: () => budget,
    faultOf,
  });

  async function ask<T extends z.ZodType>(
    schema: T,
    method: Request['method'],
    path: string,
    call: Call,
    body?: JsonObject,
  ): Promise<z.output<T>> {
    const [object = '', id] = path.split(/[/?]/);
    const about = called(object, path.includes('/') ? id : undefined);
    const answer = await send({ method, path, about, body }, call);
    return answers.read(schema, answer, partnerstackEnvelope.safeParse(answer.json).data?.data);
  }

  return {
    async get(object, key, call) {
      if (RESERVED.includes(key)) return null;
      return orNull(() => ask(partnerstackRecord, 'GET', one(object, key), call));
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
      await orNull(() => ask(z.unknown(), 'DELETE', one('deals', key), call));
    },
  };
}

const one = (object: string, key: string) => `${object}/${pathSegment('partnerstack', key)}`;

const answers = answersOf('partnerstack', 'the vendor API');

/** Null only where the HTTP status and the one inside say that it was a success. */
function faultOf(answer: HttpExchange, { about, body }: VendorRequest): VendorFault | null {
  const envelope = partnerstackEnvelope.safeParse(answer.json);
  const ok = succeeded(answer);
  // A 2xx without an envelope is a page of a proxy or of maintenance: a write behind it may have landed.
  if (ok && !envelope.success) return answers.unreadable(answer);
  const inner = envelope.data?.status ?? answer.status;
  const status = ok ? inner : answer.status;
  if (ok && succeeded({ status })) return null;
  const kind = faultKind(status);
  const code = envelope.success && kind === 'not_found' ? 'NOT_FOUND' : undefined;
  return answers.fault(answer, {
    ...{ status, kind, code, about, fix: fixFor(kind, code) },
    said: ok ? [`status ${status} inside`] : [],
    names: mentioned(envelope.data?.message, Object.keys(body ?? {})),
    wait: kind === 'rate_limited' ? LIMIT_MS : undefined,
  });
}

const fixFor = (kind: FaultKind, code: string | undefined) =>
  kind === 'not_found' && code === undefined
    ? 'that is no answer of the vendor API: check baseUrl and what stands between'
    : FIXES[kind];

const FIXES: Partial<Record<FaultKind, string>> = {
  auth: 'check the key pair and whether it is the one of production or of test',
  rejected:
    "compare policy/mappings/partnerstack.yaml with the stages of the partner's group and the deal form",
};
