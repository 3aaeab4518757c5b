import { setTimeout as sleep } from 'node:timers/promises';
import { listDeadLetters } from '../../adapters/store/dead-letters.ts';
import type { Store } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';

/** Where the registrations of the run are. */
export interface Standing {
  completed: number;
  /** For a person or a partner; in `shadow` and `off`, for people elsewhere. */
  waiting: number;
  deadLetters: number;
}

/** Nothing has moved for so long: what has not come to rest by now never will. */
const STUCK_MS = 240_000;
/** How long kills wait for cases that are behind. */
const BEHIND_MS = 20_000;

const known = ({ completed, waiting, deadLetters }: Standing) => completed + waiting + deadLetters;

/** Counts where registrations are. A case whose submission its workflow has not heard of is nowhere yet. */
export async function standing(store: Store): Promise<Standing> {
  const db = statement(store);
  const { rows } = await db.query<{ status: string; mode: string | null; count: number }>(
    `select status, mode, count(*)::int as count from cases c
      where not exists (select from undelivered u where u.case_id = c.case_id) group by status, mode`,
  );
  const sum = (of: (row: { status: string; mode: string | null }) => boolean) =>
    rows.filter(of).reduce((total, row) => total + row.count, 0);
  const letters = await listDeadLetters(db, { retried: false, limit: 100_000 });
  return {
    completed: sum(({ status }) => status === 'completed'),
    waiting: sum(
      ({ status, mode }) =>
        status.startsWith('waiting_') || (status === 'running' && (mode === 'shadow' || mode === 'off')),
    ),
    deadLetters: letters.length,
  };
}

/** Waits until so many registrations are somewhere; not for ever, because a retry may be minutes away. */
export async function untilKnown(store: Store, count: number, ending: AbortSignal): Promise<void> {
  for (const end = Date.now() + BEHIND_MS; Date.now() < end; ) {
    const now = await standing(store).catch(() => null);
    if (now && known(now) >= count) return;
    await sleep(200, undefined, { signal: ending });
  }
}

/** Waits until every registration is somewhere, or nothing moves any more. */
export async function untilAtRest(
  store: Store,
  expected: number,
  ending: AbortSignal,
  say: (line: string) => void,
): Promise<Standing> {
  let best = -1;
  let moved = Date.now();
  for (;;) {
    // Postgres may be coming back from its last kill.
    const now = await standing(store).catch(() => null);
    const count = now === null ? 0 : known(now);
    if (now && count >= expected) return now;
    if (count > best) {
      best = count;
      moved = Date.now();
      say(`${count} of ${expected} registrations have come to rest.`);
    }
    if (now && Date.now() - moved > STUCK_MS) return now;
    await sleep(2_000, undefined, { signal: ending });
  }
}
