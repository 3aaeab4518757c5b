import type { FastifyReply } from 'fastify';

/** The points of an app: one a request, and one for each record that a reading answers; two for a person. They come back with the hour. */
export function createPoints(perHour: number | undefined) {
  let used = 0;
  const left = () => Math.max(0, (perHour ?? 0) - used);

  /** What is left stands in every answer; what there is in all only while something is left. */
  function tell(reply: FastifyReply): void {
    reply.header('beta-ratelimit', `"global-app-quota";r=${left()};t=${secondsLeft()}`);
    if (left() > 0)
      reply.header('beta-ratelimit-policy', `"burst";q=100;w=1, "global-app-quota";q=${perHour};w=3600`);
  }

  return {
    /** Refuses what there is no point left for. */
    spent(reply: FastifyReply): boolean {
      if (perHour === undefined || left() > 0) return false;
      tell(reply);
      reply.headers({ 'ratelimit-reason': 'jira-quota-global-based', 'retry-after': String(secondsLeft()) });
      return true;
    },
    /** @param answer of a reading; null: something was written */
    count(reply: FastifyReply, answer: unknown): void {
      if (perHour === undefined) return;
      used += 1 + recordsIn(answer);
      tell(reply);
    },
    reset(): void {
      used = 0;
    },
  };
}

const secondsLeft = () => 3_600 - (Math.floor(Date.now() / 1_000) % 3_600);

function recordsIn(answer: unknown): number {
  const { issues, comments, accountId, id } = (answer ?? {}) as Record<string, unknown>;
  for (const list of [issues, comments]) if (Array.isArray(list)) return list.length;
  if (accountId !== undefined) return 2;
  return id === undefined ? 0 : 1;
}
