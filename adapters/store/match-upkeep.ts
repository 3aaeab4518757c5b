import { KEYS_VERSION } from '../match/keys.ts';
import { type IndexedColumns, indexed, indexRecords } from './match.ts';
import { learnMatchStatistics } from './match-statistics.ts';
import { type Store, type Tx, transact } from './pool.ts';

/** The index has grown or shrunk much since it was learnt how common its keys are. */
const MUCH = 0.2;

/** Whether records are there whose keys another version of Quarterdeck has made. */
export async function isKeyedBefore(tx: Tx): Promise<boolean> {
  const { rowCount } = await tx.query('select from match_records where keyed_by <> $1 limit 1', [
    KEYS_VERSION,
  ]);
  return rowCount === 1;
}

/** Names of records in their order. @param after null: from the first on */
export async function recordsAfter(tx: Tx, after: string | null, limit: number): Promise<string[]> {
  const { rows } = await tx.query<{ record: string }>(
    `select record from match_records where record > $1 order by record limit $2`,
    [after ?? '', limit],
  );
  return rows.map(({ record }) => record);
}

/** Gives the records after one and up to another this version's keys. */
export async function rekeyRecords(tx: Tx, after: string | null, last: string): Promise<void> {
  const { rows } = await tx.query<IndexedColumns>(
    `select body, facts from match_records where record > $1 and record <= $2 and keyed_by <> $3 order by record for update`,
    [after ?? '', last, KEYS_VERSION],
  );
  await indexRecords(tx, rows.map(indexed));
}

/** Learns anew how common keys and words are, if there are many more or fewer records than before. */
export function tendMatchIndex(store: Store): Promise<void> {
  return transact(store, async (tx) => {
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
}
