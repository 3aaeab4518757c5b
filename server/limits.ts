import type { FastifyInstance } from 'fastify';
import { type Budget, tokenBucket } from '../adapters/budget.ts';
import { VendorFault } from '../adapters/ports/call.ts';
import { type Problem, problemOf } from '../contracts/problem.ts';

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

/** More than `most` requests at once are told to come back: memory and the database pool stay bounded. */
export function boundConcurrency(app: FastifyInstance, most: number): void {
  let working = 0;
  app.addHook('onRequest', async (request, reply) => {
    if (request.url === '/healthz') return;
    if (working >= most)
      return reply.code(503).header('retry-after', '1').type('application/problem+json').send(busy);
    working += 1;
    reply.raw.once('close', () => {
      working -= 1;
    });
  });
}

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
