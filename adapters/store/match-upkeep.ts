import { KEYS_VERSION } from '../match/keys.ts';
import { type IndexedColumns, indexed, indexRecords } from './match.ts';
import { learnMatchStatistics } from './match-statistics.ts';
import { type Store, transact } from './pool.ts';

/** Records that are keyed anew in one transaction. */
const PAGE = 500;
/** The index has grown or shrunk much since it was learnt how common its keys are. */
const MUCH = 0.2;

/**
 * One piece of work on the index: records whose keys another version of Quarterdeck has made get this version's, then it is
 * learnt anew how common keys and words are, if there are many more or fewer. True when there is more to do.
 */
export async function tendMatchIndex(store: Store): Promise<boolean> {
  const rekeyed = await transact(store, async (tx) => {
    const { rows } = await tx.query<IndexedColumns>(
      'select body, facts from match_records where keyed_by <> $1 order by record limit $2 for update skip locked',
      [KEYS_VERSION, PAGE],
    );
    await indexRecords(tx, rows.map(indexed));
    return rows.length;
  });
  if (rekeyed > 0) return true;
  await transact(store, async (tx) => {
    // The planner's own count: nobody waits for an exact one.
    const { rows } = await tx.query<{ now: number; then: number | null }>(
      `select greatest(c.reltuples, s.n_live_tup)::int as now,
          (select records from match_statistics where keyed_by = $1) as then
        from pg_class c join pg_stat_user_tables s on s.relid = c.oid where c.oid = 'match_records'::regclass`,
      [KEYS_VERSION],
    );
    const { now = 0, then = null } = rows[0] ?? {};
    if (then === null || Math.abs(now - then) > MUCH * Math.max(now, then)) await learnMatchStatistics(tx);
  });
  return false;
}
