import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../../domain/json.ts';

const WIDTH = 30;
const PATIENCE_MS = 10_000;

/** What a partner's system sends, and where to. */
export interface Sent {
  url: string;
  body: JsonObject;
}

export interface Submitter {
  /** Lets the first so many be submitted. */
  allow(count: number): void;
  /** Lets one more be submitted. */
  more(): void;
  /** Resolves when everything has been answered for good. */
  finished(): Promise<void>;
}

/**
 * A partner's system: sends each registration or claim until it is answered, under the same id each time. A refusal (4xx) is an
 * answer, too: it leaves a dead letter.
 */
export function submitter(key: string, all: readonly Sent[], ending: AbortSignal): Submitter {
  let allowed = 0;
  const rest = all.entries();
  const lane = async () => {
    for (const [index, one] of rest) {
      while (index >= allowed) await sleep(50, undefined, { signal: ending });
      while (!(await answered(key, one))) await sleep(250, undefined, { signal: ending });
    }
  };
  const lanes = Promise.all(Array.from({ length: WIDTH }, lane));
  lanes.catch(() => undefined);
  return {
    allow(count) {
      allowed = Math.max(allowed, count);
    },
    more() {
      allowed += 1;
    },
    async finished() {
      allowed = all.length;
      await lanes;
    },
  };
}

async function answered(key: string, { url, body }: Sent): Promise<boolean> {
  try {
    const { status } = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return status < 500 && status !== 408 && status !== 429;
  } catch {
    return false;
  }
}
