import type { FastifyReply, FastifyRequest } from 'fastify';
import { HUBSPOT_OBJECTS } from './objects.ts';
import { HubspotRefusal } from './rows.ts';

export interface HubspotApp {
  token: string;
  /** `crm.objects.deals.read` …; deleting needs write. */
  scopes: string[];
}

const scopes = (...verbs: string[]) =>
  Object.keys(HUBSPOT_OBJECTS).flatMap((type) => verbs.map((verb) => `crm.objects.${type}.${verb}`));

/** A service key with what the adapter needs and nothing else, and one that may only read. */
export const HUBSPOT_APPS: HubspotApp[] = [
  { token: 'sandbox-service-key', scopes: scopes('read', 'write') },
  { token: 'sandbox-service-key-read-only', scopes: scopes('read') },
];

export interface HubspotLimits {
  /** Requests in any ten seconds; default 190 000, far above the real 190, so that a sample is not slowed down. */
  tenSecondly?: number;
  /** Searches in any second, for the whole account; default 5 000 (really 5). */
  searches?: number;
  /** Requests a day. */
  daily?: number;
}

/** Key, scope and rate limits, in the order in which the vendor looks at them. */
export function createAccess(apps: HubspotApp[], limits: HubspotLimits) {
  let calls: number[] = [];
  let searches: number[] = [];
  let today = 0;
  const { tenSecondly = 190_000, searches: mostSearches = 5_000, daily = 1_000_000 } = limits;

  function allow(request: FastifyRequest, reply: FastifyReply, type: string, verb: 'read' | 'write'): void {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const app = apps.find((each) => each.token === token);
    if (!app)
      throw new HubspotRefusal(401, 'INVALID_AUTHENTICATION', 'Authentication credentials not found.');
    const scope = `crm.objects.${type}.${verb}`;
    if (!app.scopes.some((each) => each === '*' || each === scope))
      throw new HubspotRefusal(403, 'MISSING_SCOPES', "This app hasn't been granted all required scopes.", {
        errors: [{ message: 'scopes are missing', context: { requiredGranularScopes: [scope] } }],
      });
    const now = Date.now();
    today += 1;
    if (today > daily) throw limited('DAILY', 'You have reached your daily limit.');
    if (request.url.endsWith('/search')) {
      searches = [...searches.filter((at) => at > now - 1_000), now];
      if (searches.length > mostSearches) throw limited('SECONDLY', 'You have reached your secondly limit.');
      return;
    }
    calls = [...calls.filter((at) => at > now - 10_000), now];
    const left = Math.max(0, tenSecondly - calls.length);
    // No Retry-After, and none of these headers on a search.
    reply
      .header('x-hubspot-ratelimit-max', tenSecondly)
      .header('x-hubspot-ratelimit-remaining', left)
      .header('x-hubspot-ratelimit-interval-milliseconds', 10_000)
      .header('x-hubspot-ratelimit-daily', daily)
      .header('x-hubspot-ratelimit-daily-remaining', Math.max(0, daily - today));
    if (calls.length > tenSecondly)
      throw limited('TEN_SECONDLY_ROLLING', 'You have reached your ten_secondly_rolling limit.');
  }

  return {
    allow,
    reset() {
      calls = [];
      searches = [];
      today = 0;
    },
  };
}

const limited = (policyName: string, message: string) =>
  new HubspotRefusal(429, 'RATE_LIMITS', message, { policyName, errorType: 'RATE_LIMIT' });
