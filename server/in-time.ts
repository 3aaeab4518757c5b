import { setTimeout as sleep } from 'node:timers/promises';
import { VendorFault } from '../adapters/ports/call.ts';
import type { Tx } from '../adapters/store/pool.ts';

/** A person or a program waits for a list no longer; a statement on a frozen Postgres would wait for ever. */
const MOST_MS = 5_000;

/** The same statements, given up after five seconds. @throws VendorFault `unavailable` (vendor `postgres`, code `late`) */
export function inTime(db: Tx, ms = MOST_MS): Tx {
  return { query: (text, values) => givenUp(db.query<never>(text, values), ms) };
}

/** What is asked of Postgres, given up after five seconds. @throws as inTime */
export async function givenUp<T>(asked: Promise<T>, ms = MOST_MS): Promise<T> {
  const ended = new AbortController();
  const late = sleep(ms, LATE, { signal: ended.signal }).catch(() => LATE);
  const answer = await Promise.race([asked, late]).finally(() => ended.abort());
  if (answer === LATE) throw LATE;
  return answer as T;
}

const LATE = new VendorFault({
  vendor: 'postgres',
  kind: 'unavailable',
  code: 'late',
  message: `no answer within ${MOST_MS} ms`,
  certainlyNotLanded: false,
});
