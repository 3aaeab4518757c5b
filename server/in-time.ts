import { setTimeout as sleep } from 'node:timers/promises';
import { VendorFault } from '../adapters/ports/call.ts';
import type { Tx } from '../adapters/store/pool.ts';

/** A person or a program waits for a list no longer; a statement on a frozen Postgres would wait for ever. */
const MOST_MS = 5_000;

/** The same statements, given up after five seconds. @throws VendorFault `unavailable` (vendor `postgres`, code `late`) */
export function inTime(db: Tx, ms = MOST_MS): Tx {
  return {
    async query(text, values) {
      const ended = new AbortController();
      const late = sleep(ms, 'late' as const, { signal: ended.signal }).catch(() => 'ended' as const);
      const answer = await Promise.race([db.query<never>(text, values), late]).finally(() => ended.abort());
      if (typeof answer === 'string') throw LATE;
      return answer;
    },
  };
}

const LATE = new VendorFault({
  vendor: 'postgres',
  kind: 'unavailable',
  code: 'late',
  message: `no answer within ${MOST_MS} ms`,
  certainlyNotLanded: false,
});
