import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { seeded } from './channel/generator/random.ts';

/** What a vendor does on a bad day. */
export interface Hostility {
  /** The same seed misbehaves in the same way. */
  seed: number;
  /** Headers of an answer that says there were too many requests. */
  limits: readonly Record<string, string>[];
  /** How it says so where that is not a plain 429. */
  limit?: { status: number; body: unknown };
  /** Bodies that come with 200 although nothing was done. */
  errors: readonly unknown[];
  /** Answers in its own words that pass by, such as of a locked record, to requests of these paths: nothing was done. */
  passing?: { path: RegExp; answers: readonly Answer[] };
  /** Whose requests always work, beside those of a person (PERSON): people's, where they come over the same API. */
  spares?(request: FastifyRequest): boolean;
}

interface Answer {
  status: number;
  headers?: Record<string, string>;
  body: unknown;
}

/** Waits that no vendor means: absent, none, past, a year. */
export const ODD_WAITS: readonly Record<string, string>[] = [
  {},
  { 'retry-after': '0' },
  { 'retry-after': '-5' },
  { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' },
  { 'retry-after': '31536000' },
];

/** Header of a request of somebody who works there by hand. */
export const PERSON = 'x-sandbox-person';

const PAGE = '<!doctype html><html><body><h1>We will be back soon</h1></body></html>';
/** After so many misbehaviours one request works, so that whoever is patient gets on. */
const IN_A_ROW = 3;

/**
 * Lets an API misbehave by chance: limits with odd waits, pages of HTML, errors with 200, refusals that pass by, and writes that land
 * although their answer is lost or is a page of a proxy.
 */
export function misbehave(app: FastifyInstance, hostility: Hostility): void {
  const { seed, limits, limit, errors, passing, spares } = hostility;
  const chance = seeded(seed);
  const garbled = new WeakSet<FastifyRequest>();
  let row = 0;

  app.addHook('preHandler', async (request, reply) => {
    if (request.url.startsWith('/__sim') || PERSON in request.headers || spares?.(request)) return;
    if (row >= IN_A_ROW || chance.next() > 0.45) {
      row = 0;
      return;
    }
    row += 1;
    return MISBEHAVIOURS[chance.between(0, MISBEHAVIOURS.length - 1)]?.(request, reply);
  });
  // Registered after the log of the simulator, so that the log still tells what really happened.
  app.addHook('onSend', async (request, reply, payload) => {
    if (!garbled.has(request)) return payload;
    reply.code(502).header('content-type', 'text/html').removeHeader('content-length');
    return PAGE;
  });

  const html = (reply: FastifyReply, status: number) =>
    reply.code(status).header('content-type', 'text/html').send(PAGE);
  const MISBEHAVIOURS: ((request: FastifyRequest, reply: FastifyReply) => unknown)[] = [
    (_request, reply) =>
      reply
        .code(limit?.status ?? 429)
        .headers(chance.pick(limits))
        .send(limit?.body),
    (_request, reply) => html(reply, 503),
    (_request, reply) => html(reply, 200),
    (_request, reply) => reply.code(200).send(chance.pick(errors)),
    (request, reply) => {
      if (!passing?.path.test(request.url)) return html(reply, 503);
      const { status, headers = {}, body } = chance.pick(passing.answers);
      return reply.code(status).headers(headers).send(body);
    },
    (request) => void Object.assign(request, { loseAnswer: true }),
    (request) => void garbled.add(request),
  ];
}
