import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

/**
 * What every simulated vendor shares: a request log that others can recount, faults on demand and an export of its state.
 * Control routes live under `/__sim`: POST faults, POST reset, GET export, GET requests. With a `controlKey` they want it.
 */

/** One misbehaviour, taken by the next `times` requests that match. */
export interface Fault {
  /** Regular expressions over method and path with query; absent: every request. */
  method?: string;
  path?: string;
  /** How often it happens; default 1. */
  times?: number;
  /** Answer this status and body instead of working. */
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** Work, but answer only after so many milliseconds. */
  delayMs?: number;
  /** Do the write and then cut the connection: the answer is lost. */
  loseAnswer?: boolean;
  /** Cut the connection before doing anything. */
  dropBefore?: boolean;
}

export interface SimulatorOptions {
  vendor: string;
  /** Appended to, one JSON line a request; absent: kept in memory only. */
  requestLog?: string;
  /** Added to every answer. */
  latencyMs?: number;
  /** What whoever asks a control route has to send; absent: nothing. */
  controlKey?: string;
}

export interface LoggedRequest {
  vendor: string;
  at: string;
  method: string;
  path: string;
  status: number;
  /** As sent, but for secrets. */
  body: unknown;
  /** A fault answered it: whatever the status says, nothing was done. */
  faulty?: true;
}

export interface Simulator {
  app: FastifyInstance;
  vendor: string;
  requests: LoggedRequest[];
  /** Listens on 127.0.0.1; port 0 picks a free one. Answers the base URL. */
  listen(port?: number): Promise<string>;
  close(): Promise<void>;
}

/**
 * @param state `reset` empties the vendor, `export` answers its whole visible state with sorted keys and without the system
 * fields that a real vendor would not let us restore (ids of deleted records, modification stamps).
 */
export function createSimulator(
  options: SimulatorOptions,
  state: { reset(): void; export(): unknown },
): Simulator {
  const app = Fastify({ logger: false, forceCloseConnections: true });
  const requests: LoggedRequest[] = [];
  let faults: Fault[] = [];

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => {
    const type = request.headers['content-type'] ?? '';
    try {
      done(null, type.includes('json') && body !== '' ? JSON.parse(body as string) : body);
    } catch (error) {
      done(Object.assign(error as Error, { statusCode: 400 }));
    }
  });

  // A page in a browser must not reset or read a vendor: it comes with an Origin, or under a name that it made point here.
  app.addHook('onRequest', async ({ url, query, headers: { host, origin, authorization } }, reply) => {
    // A whole address in place of the path leads to the same route, and is none that the checks below would know.
    if (!url.startsWith('/')) return reply.code(400).send({ message: 'name the path alone' });
    if (!url.startsWith('/__sim')) return;
    if (origin !== undefined || !/^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(host ?? ''))
      return reply.code(403).send({ message: 'the control routes are for programs on this machine' });
    const { controlKey } = options;
    const given = [authorization, `Bearer ${(query as { key?: string }).key}`];
    if (controlKey !== undefined && !given.includes(`Bearer ${controlKey}`))
      return reply
        .code(401)
        .send({ message: 'send QUARTERDECK_SANDBOX_KEY as a bearer token, or as ?key= in a browser' });
  });

  app.addHook('preHandler', async (request, reply) => {
    if (request.url.startsWith('/__sim')) return;
    if (options.latencyMs) await sleep(options.latencyMs);
    const fault = takeFault(request);
    if (!fault) return;
    if (fault.dropBefore) return cut(reply);
    if (fault.loseAnswer) Object.assign(request, { loseAnswer: true });
    if (fault.delayMs) Object.assign(request, { delayMs: fault.delayMs });
    if (fault.status === undefined) return;
    Object.assign(request, { faulty: true });
    return reply
      .code(fault.status)
      .headers(fault.headers ?? {})
      .send(fault.body ?? '');
  });

  app.addHook('onSend', async (request, reply, payload) => {
    if (request.url.startsWith('/__sim')) return payload;
    log(request, reply.statusCode);
    const { delayMs, loseAnswer } = request as FastifyRequest & { delayMs?: number; loseAnswer?: boolean };
    if (delayMs) await sleep(delayMs);
    if (loseAnswer) reply.raw.destroy();
    return payload;
  });

  app.post('/__sim/faults', async (request) => {
    faults.push(...([request.body].flat() as Fault[]).map((fault) => ({ times: 1, ...fault })));
    return { faults: faults.length };
  });
  app.post('/__sim/reset', async () => {
    faults = [];
    requests.length = 0;
    state.reset();
    return { reset: true };
  });
  app.get('/__sim/export', async () => sortKeys(state.export()));
  app.get('/__sim/requests', async () => requests);
  app.get('/__sim/health', async () => ({ vendor: options.vendor }));

  function takeFault(request: FastifyRequest): Fault | undefined {
    const fault = faults.find(
      (each) =>
        (each.times ?? 1) > 0 &&
        (each.method === undefined || new RegExp(each.method).test(request.method)) &&
        (each.path === undefined || new RegExp(each.path).test(request.url)),
    );
    if (fault) fault.times = (fault.times ?? 1) - 1;
    return fault;
  }

  function cut(reply: FastifyReply): FastifyReply {
    reply.hijack();
    reply.raw.destroy();
    return reply;
  }

  function log(request: FastifyRequest & { faulty?: true }, status: number): void {
    const line: LoggedRequest = {
      vendor: options.vendor,
      at: new Date().toISOString(),
      method: request.method,
      path: request.url,
      status,
      body: withoutSecrets(request.body ?? null),
      ...(request.faulty ? { faulty: true } : {}),
    };
    requests.push(line);
    if (options.requestLog) appendFileSync(options.requestLog, `${JSON.stringify(line)}\n`);
  }

  return {
    app,
    vendor: options.vendor,
    requests,
    listen: (port = 0) => app.listen({ host: '127.0.0.1', port }),
    close: () => app.close(),
  };
}

/** Even a simulated secret stays out of a log that people pass on. */
function withoutSecrets(body: unknown): unknown {
  return typeof body === 'string' ? body.replace(/(client_secret=)[^&]+/g, '$1[cut]') : body;
}

/** Objects with sorted keys, so that two exports of the same state are the same bytes. */
export function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}
