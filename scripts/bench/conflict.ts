import pg from 'pg';
import { createMatch } from '../../adapters/match/index.ts';
import { indexRecords } from '../../adapters/store/match.ts';
import { learnMatchStatistics } from '../../adapters/store/match-statistics.ts';
import { type Store, transact } from '../../adapters/store/pool.ts';
import type { IndexedRecord } from '../../domain/match/facts.ts';
import { matchModel } from '../../installation/policy.ts';
import { companyRecords } from './company-records.ts';
import { latencies, recalls } from './conflict-queries.ts';
import { type Figure, figure, median, quantile } from './figures.ts';
import type { BenchOptions } from './index.ts';
import { onPostgres } from './postgres-only.ts';
import { seeded } from './random.ts';

const SIZES = { '10k': 10_000, '100k': 100_000, '1m': 1_000_000 };
const BATCH = 5_000;

/**
 * How long it takes from a registration to its verdict about everything that may be the same customer, and whether the right
 * entity is among the candidates when its name alone is known and written differently.
 */
export async function conflict({ seed, cases, say }: BenchOptions): Promise<Figure[]> {
  const model = matchModel('policy');
  say('Making a million companies (about 15 s).');
  const records = companyRecords(seeded(seed), SIZES['1m']);
  return onPostgres(async (store, adminUrl) => {
    const figures: Figure[] = [];
    let loaded = 0;
    let seconds = 0;
    for (const [size, count] of Object.entries(SIZES)) {
      const from = performance.now();
      await loadRecords(store, adminUrl, records.slice(loaded, count));
      loaded = count;
      seconds += (performance.now() - from) / 1000;
      say(`${count} records are indexed, in ${seconds.toFixed(0)} s altogether.`);
      const there = records.slice(0, count);
      const port = createMatch('postgres', {}, store);
      const taken = await latencies(port, model, there, 5 * cases, seeded(seed + 1));
      say(
        `Among ${count}: ${median(taken).toFixed(1)} ms, 95 % within ${quantile(taken, 0.95).toFixed(1)} ms.`,
      );
      const aim = size === '1m' ? (['≤', 50] as ['≤', number]) : undefined;
      figures.push(figure(`deals.conflict_p50_ms.${size}`, median(taken), 'ms'));
      figures.push(figure(`deals.conflict_p95_ms.${size}`, quantile(taken, 0.95), 'ms', aim));
      if (size !== '1m') continue;
      figures.push(figure('deals.conflict_load_s.1m', seconds, 's', ['≤', 180]));
      figures.push(...(await recalls(port, there, cases, seeded(seed + 2), say)));
    }
    return figures;
  });
}

/** As a first import would: the index is built over what is there, not row by row. */
export async function loadRecords(
  store: Store,
  adminUrl: string,
  records: readonly IndexedRecord[],
): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    const { rows } = await admin.query(
      "select indexdef from pg_indexes where indexname = 'match_records_by_key'",
    );
    await admin.query('drop index match_records_by_key');
    let next = 0;
    const loader = async () => {
      for (;;) {
        const batch = records.slice(next, next + BATCH);
        next += BATCH;
        if (batch.length === 0) return;
        await transact(store, (tx) => indexRecords(tx, batch));
      }
    };
    await Promise.all([loader(), loader()]);
    await admin.query("set maintenance_work_mem = '1GB'");
    await admin.query(rows[0].indexdef);
    await admin.query('vacuum analyze match_records');
  } finally {
    await admin.end();
  }
  await transact(store, learnMatchStatistics);
}
