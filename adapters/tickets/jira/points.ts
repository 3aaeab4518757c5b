import type { CallUse } from '../../../domain/call-quota.ts';

/** What Jira says of the points that an app has an hour: a request costs one, and a reading one more for each record that it answers. */
export interface Points {
  use: CallUse & { per: 'hour' };
  /** Milliseconds until the hour begins anew. */
  forMs: number;
}

/**
 * Reads the points from an answer: null where it names none, as for API tokens, which have no such limit. Of several policies the one
 * that leaves least counts. What a policy grants is remembered, because an answer that leaves nothing may not say it again.
 * Source: "Rate limiting", headers RateLimit-Policy and RateLimit, with Beta- before them until all are held to it.
 */
export function pointsReader(): (headers: Headers) => Points | null {
  const granted = new Map<string, number>();
  return (headers) => {
    for (const [policy, { q, w }] of entries(headers, 'ratelimit-policy'))
      if (q !== undefined && q > 0 && w === HOUR_S) granted.set(policy, q);
    let least: Points | null = null;
    for (const [policy, { r, t = HOUR_S }] of entries(headers, 'ratelimit')) {
      const of = granted.get(policy);
      if (of === undefined || r === undefined) continue;
      const use = { used: Math.max(0, of - r), of, per: 'hour' } as const;
      if (!least || use.used * least.use.of > least.use.used * of) least = { use, forMs: t * 1_000 };
    }
    return least;
  };
}

const HOUR_S = 3_600;

/** What a reading costs beyond its one point: one for each record that it answers, two for a person. Source: "Rate limiting", points. */
export function pointsFor(answer: unknown): number {
  const { issues, comments, accountId, id } = (answer ?? {}) as Record<string, unknown>;
  for (const list of [issues, comments]) if (Array.isArray(list)) return list.length;
  if (accountId !== undefined) return 2;
  return id === undefined ? 0 : 1;
}

/** `"tenant-app-quota";r=17842;t=2107, …` */
function entries(headers: Headers, name: string): [policy: string, Record<string, number | undefined>][] {
  const text = headers.get(name) ?? headers.get(`beta-${name}`) ?? '';
  return [...text.matchAll(/"([^"]{1,80})"((?:\s*;\s*[a-z]{1,9}=\d{1,12})+)/gi)].map(
    ([, policy = '', attributes = '']) => [
      policy,
      Object.fromEntries(
        attributes
          .split(';')
          .map((each) => each.trim().toLowerCase().split('='))
          .map(([key = '', value]) => [key, Number(value)]),
      ),
    ],
  );
}
