import pg from 'pg';
import { compareRecords, type VersionedModel } from '../../activities/deal-matches.ts';
import { createMatch } from '../../adapters/match/index.ts';
import type { MatchPort } from '../../adapters/ports.ts';
import { indexRecords } from '../../adapters/store/match.ts';
import { learnMatchStatistics } from '../../adapters/store/match-statistics.ts';
import { type Store, transact } from '../../adapters/store/pool.ts';
import type { IndexedRecord } from '../../domain/match/facts.ts';
import type { MatchRecord } from '../../domain/match/record.ts';
import { decisionPolicy, matchModel } from '../../workers/policy.ts';
import { NOISES } from './company-noise.ts';
import { companyRecords } from './company-records.ts';
import { type Figure, figure, median, quantile } from './figures.ts';
import type { BenchOptions } from './index.ts';
import { onPostgres } from './postgres-only.ts';
import { draw, type Random, seeded } from './random.ts';

const SIZES = { '10k': 10_000, '100k': 100_000, '1m': 1_000_000 };
const BATCH = 5_000;
const call = { timeoutMs: 10_000, mayWait: true };

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
      await load(store, adminUrl, records.slice(loaded, count));
      loaded = count;
      seconds += (performance.now() - from) / 1000;
      say(`${count} records are indexed, in ${seconds.toFixed(0)} s altogether.`);
      const there = records.slice(0, count);
      const port = createMatch('postgres', {}, store);
      const taken = await latencies(port, model, there, 5 * cases, seeded(seed + 1));
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
async function load(store: Store, adminUrl: string, records: readonly IndexedRecord[]): Promise<void> {
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

/** Milliseconds of each look-up to its verdicts, one after the other, as triage does it. */
async function latencies(
  port: MatchPort,
  model: VersionedModel,
  records: readonly IndexedRecord[],
  count: number,
  random: Random,
): Promise<number[]> {
  const { matching } = decisionPolicy('policy').deal;
  const noises = Object.values(NOISES);
  const taken: number[] = [];
  while (taken.length < count + WARM) {
    const { record } = draw(random, records);
    const name = draw(random, noises)(random, record.name);
    if (name === null) continue;
    // Half of the contacts write from the company's domain, one in ten is the contact that the CRM knows.
    const query: MatchRecord = {
      ...nameOnly(name),
      domain: random() < 0.5 ? record.domain : null,
      contactToken: random() < 0.1 ? record.contactToken : 'contact-new',
      territories: ['DE'],
    };
    const before = performance.now();
    await compareRecords({ match: port }, model, query, [], () => false, matching, call);
    taken.push(performance.now() - before);
  }
  return taken.slice(WARM);
}

/** Look-ups that are not counted: connections, plans and compiled code come with them. */
const WARM = 50;

/** Share of noisy names whose company is among the candidates, over all kinds of noise alike and for each. */
async function recalls(
  port: MatchPort,
  records: readonly IndexedRecord[],
  count: number,
  random: Random,
  say: (line: string) => void,
): Promise<Figure[]> {
  const { candidates } = decisionPolicy('policy').deal.matching;
  const shares: number[] = [];
  for (const [kind, noise] of Object.entries(NOISES)) {
    let asked = 0;
    let found = 0;
    while (asked < count) {
      const { record } = draw(random, records);
      const name = noise(random, record.name);
      if (name === null || name === record.name) continue;
      asked += 1;
      const list = await port.candidates(nameOnly(name), candidates, call);
      if (list.some((each) => each.record.record === record.record)) found += 1;
    }
    shares.push(found / asked);
    say(`${kind}: ${found} of ${asked} are among the ${candidates} candidates.`);
  }
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  return [figure('deals.conflict_recall.1m', mean, 'share', ['≥', 0.99])];
}

function nameOnly(name: string): MatchRecord {
  const nothing = {
    domain: null,
    contactToken: null,
    address: null,
    products: [],
    territories: [],
    parent: null,
  };
  return { record: 'registration:asked', kind: 'registration', name, ...nothing };
}
