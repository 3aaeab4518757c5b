import { setTimeout as sleep } from 'node:timers/promises';
import type { Registration } from './registrations.ts';

const WIDTH = 30;
const PATIENCE_MS = 10_000;

export interface Submitter {
  /** Lets the first so many be submitted. */
  allow(count: number): void;
  /** Lets one more be submitted. */
  more(): void;
  /** Resolves when every registration has been answered for good. */
  finished(): Promise<void>;
}

/**
 * A partner's system: sends each registration until it is answered, with the same `deal_id` each time. A refusal (4xx) is an
 * answer, too: it leaves a dead letter.
 */
export function submitter(
  url: string,
  key: string,
  registrations: readonly Registration[],
  ending: AbortSignal,
): Submitter {
  let allowed = 0;
  const rest = registrations.entries();
  const lane = async () => {
    for (const [index, registration] of rest) {
      while (index >= allowed) await sleep(50, undefined, { signal: ending });
      while (!(await answered(url, key, registration))) await sleep(250, undefined, { signal: ending });
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
      allowed = registrations.length;
      await lanes;
    },
  };
}

async function answered(url: string, key: string, registration: Registration): Promise<boolean> {
  try {
    const { status } = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify(registration),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return status < 500 && status !== 408 && status !== 429;
  } catch {
    return false;
  }
}
