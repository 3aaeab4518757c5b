import { exchange, faultKind } from '../../../adapters/http.ts';
import { type Call, VendorFault } from '../../../adapters/ports/call.ts';
import type { Landed, Write } from '../../../adapters/ports/write.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { createSimulator, type Simulator } from '../../../sandbox/simulator.ts';

/**
 * The smallest vendor that shows every kind of write: records by name that can be put (upsert), posted (a repeat doubles; the
 * search lags), messages that can only be sent, and payments.
 */
export function keyedVendor(options: { requestLog?: string; searchLagMs?: number } = {}): Simulator {
  const records = new Map<string, { value: string; key: string; createdAt: number }[]>();
  const messages: string[] = [];
  const simulator = createSimulator(
    { vendor: 'keyed', ...(options.requestLog ? { requestLog: options.requestLog } : {}) },
    {
      reset: () => {
        records.clear();
        messages.length = 0;
      },
      export: () =>
        Object.fromEntries([...records].map(([name, all]) => [name, all.map((one) => one.value)])),
    },
  );
  const { app } = simulator;
  type Params = { name: string };
  type Body = { value: string; key: string };

  app.get('/token/:name', async () => ({ token: 'ready' }));
  app.get<{ Params: Params }>('/records/:name', async (request, reply) => {
    const found = records.get(request.params.name)?.[0];
    return found
      ? { name: request.params.name, ...found }
      : reply.code(404).send({ error: 'no such record' });
  });
  app.get<{ Querystring: { key: string } }>('/search', async (request) => {
    const seen = Date.now() - (options.searchLagMs ?? 0);
    const all = [...records].flatMap(([name, list]) => list.map((one) => ({ name, ...one })));
    return all.filter((one) => one.key === request.query.key && one.createdAt <= seen);
  });
  app.put<{ Params: Params; Body: Body }>('/records/:name', async (request) => {
    const { name } = request.params;
    const created = !records.has(name);
    records.set(name, [{ ...request.body, createdAt: Date.now() }]);
    return { name, created };
  });
  app.post<{ Params: Params; Body: Body }>('/records/:name', async (request) => {
    const { name } = request.params;
    records.set(name, [...(records.get(name) ?? []), { ...request.body, createdAt: Date.now() }]);
    return { name, created: true };
  });
  app.delete<{ Params: Params }>('/records/:name', async (request, reply) => {
    records.delete(request.params.name);
    return reply.code(204).send();
  });
  app.post<{ Body: { text: string } }>('/messages', async (request) => {
    messages.push(request.body.text);
    return { number: messages.length };
  });
  return simulator;
}

/** The four kinds of write of a keyed vendor. Payload: { name, value }. */
export function keyedWrites(url: string, options: { searchLagMs?: number } = {}): Record<string, Write> {
  async function ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, call: Call, body?: JsonObject) {
    const answer = await exchange(
      { vendor: 'keyed', method, url: `${url}${path}`, headers: {}, ...(body ? { body } : {}) },
      call,
    );
    if (answer.status < 300 || (answer.status === 404 && method !== 'POST' && method !== 'PUT'))
      return answer;
    throw new VendorFault({
      vendor: 'keyed',
      kind: faultKind(answer.status),
      status: answer.status,
      message: `answered ${answer.status}`,
      ...(answer.headers.has('retry-after')
        ? { retryAfterMs: Number(answer.headers.get('retry-after')) * 1_000 }
        : {}),
      certainlyNotLanded: answer.status === 429 || answer.status === 401,
    });
  }
  const path = (payload: JsonObject) => `/records/${payload.name}`;
  const body = (payload: JsonObject, key: string) => ({ value: payload.value as string, key });
  async function before(payload: JsonObject, _key: string, call: Call) {
    const { status, json } = await ask('GET', path(payload), call);
    return status === 404 ? null : { value: (json as JsonObject).value as string };
  }
  const landed = (payload: JsonObject, created: boolean): Landed => ({ id: payload.name as string, created });
  async function undo(
    { payload, before: earlier, key }: Parameters<Write['undo']>[0],
    call: Call,
  ): Promise<{ corrected?: string }> {
    if (earlier) await ask('PUT', path(payload), call, { value: earlier.value as string, key });
    else await ask('DELETE', path(payload), call);
    return {};
  }
  /** Like a token request: between the ledger's intent and the write itself. */
  const ready = (payload: JsonObject, call: Call) => ask('GET', `/token/${payload.name}`, call);

  const put: Write = {
    repeat: 'upsert',
    searchLagMs: 0,
    movesMoney: false,
    before,
    undo,
    async send(payload, key, call) {
      await ready(payload, call);
      const { json } = await ask('PUT', path(payload), call, body(payload, key));
      return landed(payload, (json as { created: boolean }).created);
    },
    async lookup(payload, key, call) {
      const { status, json } = await ask('GET', path(payload), call);
      return status !== 404 && (json as JsonObject).key === key ? landed(payload, true) : 'absent';
    },
  };
  const post: Write = {
    ...put,
    repeat: 'lookup',
    searchLagMs: options.searchLagMs ?? 0,
    async send(payload, key, call) {
      await ready(payload, call);
      await ask('POST', path(payload), call, body(payload, key));
      return landed(payload, true);
    },
    async lookup(payload, key, call) {
      const { json } = await ask('GET', `/search?key=${encodeURIComponent(key)}`, call);
      return (json as unknown[]).length > 0 ? landed(payload, true) : 'absent';
    },
  };
  const message: Write = {
    repeat: 'at_most_once',
    searchLagMs: 0,
    movesMoney: false,
    before: async () => null,
    async send(payload, key, call) {
      await ask('POST', '/messages', call, { text: payload.value as string, key });
      return { id: key, created: true };
    },
    lookup: async () => 'unknown',
    async undo({ payload, key }, call) {
      await ask('POST', '/messages', call, { text: `correction of ${payload.value}`, key });
      return { corrected: 'a correction was sent' };
    },
  };
  return {
    'keyed.put': put,
    'keyed.post': post,
    'keyed.message': message,
    'keyed.pay': { ...put, movesMoney: true },
    'keyed.blind': { ...post, lookup: async () => 'unknown' },
  };
}
