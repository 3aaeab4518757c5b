import type { FastifyInstance } from 'fastify';
import { type Budget, tokenBucket } from '../adapters/budget.ts';
import { VendorFault } from '../adapters/ports/call.ts';
import { type Problem, problemOf } from '../contracts/problem.ts';
import { PROBES } from './foreign-requests.ts';
import { sendProblem } from './problems.ts';

/**
 * A token bucket per proved source. Unproved requests take none, so that nobody can spend another's.
 * @returns a function that answers the seconds to wait, or null when the request may go on.
 */
export function sourceRates(rate: {
  perSecond: number;
  burst: number;
}): (source: string) => Promise<number | null> {
  const buckets = new Map<string, Budget>();
  return async (source) => {
    const bucket = buckets.get(source) ?? tokenBucket(source, rate.perSecond, rate.burst);
    buckets.set(source, bucket);
    try {
      await bucket.take({ timeoutMs: 0, mayWait: false });
      return null;
    } catch (error) {
      if (!(error instanceof VendorFault)) throw error;
      return Math.max(1, Math.ceil((error.retryAfterMs ?? 1_000) / 1_000));
    }
  };
}

/**
 * More than `most` requests at once are told to come back: memory and the database pool stay bounded. A request counts once its body is
 * there, so that nobody holds a place by sending slowly; probes never count.
 */
export function boundConcurrency(app: FastifyInstance, most: number): void {
  let working = 0;
  app.addHook('preHandler', async (request, reply) => {
    if (PROBES.includes(request.url) || reply.raw.destroyed) return;
    if (working >= most) return sendProblem(reply.header('retry-after', '1'), busy);
    working += 1;
    reply.raw.once('close', () => {
      working -= 1;
    });
  });
}

/**
 * Bodies that are on their way are counted apart: at most so many of one network address, and so many of all, each of which costs its
 * bytes only. Behind a proxy all have its address, and it reads slow bodies itself.
 */
export function boundBodies(app: FastifyInstance, most: { perAddress: number; inAll: number }): void {
  const coming = new Map<string, number>();
  let all = 0;
  app.addHook('onRequest', async ({ headers, ip, raw }, reply) => {
    if (headers['transfer-encoding'] === undefined && !(Number(headers['content-length']) > 0)) return;
    const network = networkOf(ip);
    const before = coming.get(network) ?? 0;
    if (before >= most.perAddress || all >= most.inAll)
      return sendProblem(reply.header('retry-after', '1').header('connection', 'close'), bodies);
    coming.set(network, before + 1);
    all += 1;
    let isComing = true;
    const ended = () => {
      if (!isComing) return;
      isComing = false;
      const left = (coming.get(network) ?? 1) - 1;
      if (left > 0) coming.set(network, left);
      else coming.delete(network);
      all -= 1;
    };
    // Of a body that is refused unread only the answer closes.
    raw.once('close', ended);
    reply.raw.once('close', ended);
  });
}

/** Who has one IPv6 address has the 2^64 of its network. */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.split('::');
  const [front, back] = [head, tail ?? ''].map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: 8 - (front?.length ?? 0) - (back?.length ?? 0) }, () => '0');
  return [...(front ?? []), ...zeros, ...(back ?? [])].slice(0, 4).join(':');
}

const bodies = problemOf(429, [
  {
    code: 'too_many_bodies',
    title: 'Too many requests of this address are still being sent.',
    field: null,
    fix: 'Send fewer at once, each in one go.',
  },
]);

const busy = problemOf(503, [
  {
    code: 'busy',
    title: 'Too many requests are in work.',
    field: null,
    fix: 'Send it again in a second.',
  },
]);

export const tooMany: Problem = problemOf(429, [
  {
    code: 'rate_limited',
    title: 'This source sends faster than it may.',
    field: null,
    fix: 'Wait as long as Retry-After says and send it again.',
  },
]);
