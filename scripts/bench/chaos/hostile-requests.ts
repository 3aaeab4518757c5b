import { request } from 'node:http';
import { draw, type Random } from '../random.ts';

/** A request that must not be let in. */
interface Hostile {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface HostileRequests {
  /** How many were sent and answered. */
  answered: number;
  /** Those that were let in, by what was sent. */
  letIn: string[];
  /** Sends one. */
  send(random: Random): Promise<void>;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const DEAL = JSON.stringify({
  deal_id: 'FORGED-1',
  source_partner_id: '7001',
  customer_name: 'Forged Works',
  opportunity_name: 'x',
});
const PATIENCE_MS = 10_000;

/** Requests of strangers, of pages in a browser (DNS rebinding, cross-site posts), and bodies that are no registration. */
export function hostileRequests(base: string, key: string): HostileRequests {
  const own = { authorization: `Bearer ${key}` };
  const all: readonly Hostile[] = [
    ...['impartner', 'portal', 'jira', 'slack', 'nobody', '__proto__'].map((source) => ({
      method: 'POST',
      path: `/webhooks/${source}`,
      headers: {
        ...JSON_TYPE,
        'webhook-id': 'w1',
        'webhook-timestamp': '1',
        'webhook-signature': 'v1,AAAA',
        'x-hub-signature': 'sha256=00',
      },
      body: DEAL,
    })),
    { method: 'POST', path: '/api/deals', headers: JSON_TYPE, body: DEAL },
    {
      method: 'POST',
      path: '/api/deals',
      headers: { ...JSON_TYPE, authorization: 'Bearer wrong' },
      body: DEAL,
    },
    { method: 'GET', path: '/api/cases' },
    { method: 'GET', path: '/api/cases', headers: { ...own, host: 'evil.example' } },
    {
      method: 'POST',
      path: '/api/deals',
      headers: { ...JSON_TYPE, ...own, host: 'evil.example' },
      body: DEAL,
    },
    {
      method: 'POST',
      path: '/api/deals',
      headers: { ...JSON_TYPE, ...own, origin: 'https://evil.example' },
      body: DEAL,
    },
    {
      method: 'POST',
      path: '/api/deals',
      headers: { ...own, 'content-type': 'text/plain', 'sec-fetch-site': 'cross-site' },
      body: DEAL,
    },
    ...['', '{', '[]', 'null', '7', '"x"', '\u0000', '['.repeat(50_000), '{"deal_id":{"toString":"x"}}'].map(
      (body) => ({ method: 'POST', path: '/api/deals', headers: { ...JSON_TYPE, ...own }, body }),
    ),
    { method: 'POST', path: '/api/__proto__', headers: { ...JSON_TYPE, ...own }, body: DEAL },
    { method: 'DELETE', path: '/api/cases/deal:api:B-00001', headers: own },
  ];
  const sent: HostileRequests = {
    answered: 0,
    letIn: [],
    async send(random) {
      const one = draw(random, all);
      const status = await statusOf(base, one);
      if (status === null) return;
      sent.answered += 1;
      if (status < 300)
        sent.letIn.push(`${one.method} ${one.path} ${JSON.stringify(one.body ?? '').slice(0, 40)}`);
    },
  };
  return sent;
}

/** Null when nobody answers. fetch() would not let us say another Host. */
function statusOf(base: string, { method, path, headers = {}, body }: Hostile): Promise<number | null> {
  return new Promise((resolve) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const options = { method, headers: { ...headers, ...length }, timeout: PATIENCE_MS, agent: false };
    const sent = request(new URL(path, base), options, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? null);
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve(null));
    sent.end(body);
  });
}
