import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { CLONE } from '../setup/state.ts';
import { type Figure, figure, median, quantile } from './figures.ts';
import type { BenchOptions } from './index.ts';
import { type Load, openLoad } from './load.ts';
import { countInPostgres, type PostgresCost, type PostgresCounter } from './postgres-cost.ts';
import { processorMs } from './processor-time.ts';
import { seeded } from './random.ts';
import { cleanRegistrations, type Registration, readSet } from './registrations.ts';
import { inWorkplace } from './workplace.ts';

const WARM_UP = 60;
/** How long an installation is watched that has nothing to do. */
const QUIET_MS = 10_000;

/** The cost of a clean automatic deal registration, beside an empty workflow and a bare one that makes the same vendor calls. */
export function clean(options: BenchOptions): Promise<Figure[]> {
  return inWorkplace(options.say, {}, async (place) => {
    const postgres = await countInPostgres(place);
    const yardstick = await startYardstick(place.environment);
    const load = await openLoad(place.environment);
    try {
      return await measure(load, postgres, options);
    } finally {
      yardstick.kill();
      await Promise.all([load.close(), postgres.close()]);
    }
  });
}

async function measure(
  load: Load,
  postgres: PostgresCounter,
  { say, rounds, cases, seed, set }: BenchOptions,
): Promise<Figure[]> {
  const source = registrations(seed, set);
  const take = (count: number) => Array.from({ length: count }, () => source.next().value as Registration);
  const rates = { ours: [] as number[], bare: [] as number[], empty: [] as number[] };
  const decisionMs: number[] = [];
  const costs: CaseCost[] = [];
  /** Milliseconds of all processes for one bare workflow, a round each. */
  const bareMs: number[] = [];
  const spent = async (): Promise<Spent> => ({
    ...(await load.health()),
    ...(await postgres.cost()),
    // Temporal, Postgres, the vendors, both workers and the server are this process' children.
    allMs: processorMs(process.pid),
    at: performance.now(),
  });
  const quiet = await spent();
  await sleep(QUIET_MS);
  const idle = idleOf(quiet, await spent());
  const round = async (name: string, count: number) => {
    const before = await spent();
    const batch = take(count);
    const ours = await load.deals(batch);
    const between = await spent();
    costs.push(costOf(before, between, idle, count));
    const bare = await load.yardstick('bare', batch);
    bareMs.push(costOf(between, await spent(), idle, count).allMs);
    const empty = await load.yardstick('empty', batch);
    const shown = [ours, bare, empty].map((each) => each.perSecond.toFixed(1));
    say(`${name}: ours ${shown[0]}/s, bare ${shown[1]}/s, empty ${shown[2]}/s`);
    return { ours, bare, empty };
  };
  await round('warm-up', WARM_UP);
  costs.length = 0;
  bareMs.length = 0;
  for (let number = 1; number <= rounds; number += 1) {
    const { ours, bare, empty } = await round(`round ${number}`, cases);
    rates.ours.push(ours.perSecond);
    rates.bare.push(bare.perSecond);
    rates.empty.push(empty.perSecond);
    decisionMs.push(...ours.durationsMs);
  }
  const { events, roundTrips } = await load.historyCost();
  return [
    figure('kit.cases_per_s', median(rates.ours), '1/s'),
    figure('kit.p50_decision_ms', quantile(decisionMs, 0.5), 'ms'),
    figure('kit.p95_decision_ms', quantile(decisionMs, 0.95), 'ms'),
    figure('kit.events_per_case', events, 'events', ['≤', 20]),
    figure('kit.round_trips_per_case', roundTrips, 'calls'),
    ...caseFigures(costs),
    ...processorFigures(
      costs.map(({ allMs }) => allMs),
      bareMs,
    ),
    figure('kit.peak_rss_mb', (await load.health()).peakRssMb, 'MiB'),
    ...ratio('kit.ratio_bare', rates.ours, rates.bare, 1.5),
    ...ratio('kit.ratio_empty', rates.ours, rates.empty, 0.5),
  ];
}

interface Spent extends Awaited<ReturnType<Load['health']>>, PostgresCost {
  /** Processor time of all processes. */
  allMs: number;
  /** `performance.now()` */
  at: number;
}

/** Statements and processor time a millisecond of an installation that has nothing to do: its sweeps look whether something waits. */
type Idle = Pick<CaseCost, 'sql' | 'calls' | 'allMs'>;

function idleOf(before: Spent, after: Spent): Idle {
  const ms = after.at - before.at;
  return {
    sql: (after.statements - before.statements) / ms,
    calls: (after.calls - before.calls) / ms,
    allMs: (after.allMs - before.allMs) / ms,
  };
}

/** What one case costs beside its vendors and Temporal. */
interface CaseCost {
  /** Statements that the worker sends, each a round trip. */
  sql: number;
  /** The same by Postgres' own count. */
  calls: number;
  /** Statements with which the registration is taken in. */
  intake: number;
  pgMs: number;
  cpuMs: number;
  /** Processor time of all processes: Temporal, Postgres, vendors, worker, server and intake. */
  allMs: number;
}

function costOf(before: Spent, after: Spent, idle: Idle, count: number): CaseCost {
  const ms = (after.at - before.at) / count;
  const each = (name: 'statements' | 'calls' | 'intake' | 'watching' | 'ms' | 'cpuMs' | 'allMs') =>
    (after[name] - before[name]) / count;
  return {
    sql: each('statements') - idle.sql * ms,
    calls: each('calls') - each('intake') - each('watching') - idle.calls * ms,
    intake: each('intake'),
    pgMs: each('ms'),
    cpuMs: each('cpuMs'),
    allMs: each('allMs') - idle.allMs * ms,
  };
}

function caseFigures(costs: readonly CaseCost[]): Figure[] {
  const of = (name: keyof CaseCost) => median(costs.map((cost) => cost[name]));
  return [
    figure('kit.sql_per_case', of('sql'), 'stmts', ['≤', 20]),
    figure('kit.sql_calls_per_case', of('calls'), 'stmts', ['≤', 20]),
    figure('kit.sql_per_intake', of('intake'), 'stmts'),
    figure('kit.pg_ms_per_case', of('pgMs'), 'ms'),
    figure('kit.worker_cpu_ms_per_case', of('cpuMs'), 'ms', ['≤', 45]),
  ];
}

/**
 * Processor time of all processes for one case, and how many such cases a bare workflow's time would pay for. Commits are compared by the first: the
 * ratios also move when the bare workflow gets faster or slower.
 */
function processorFigures(ours: number[], bare: number[]): Figure[] {
  if (ours.some(Number.isNaN)) return [];
  return [
    figure('kit.cpu_ms_per_case', median(ours), 'ms'),
    figure('kit.cpu_ms_per_bare', median(bare), 'ms'),
    figure('kit.cpu_ratio_bare', median(ours.map((ms, index) => (bare[index] as number) / ms)), '×'),
  ];
}

/** Each round against its own yardstick, which met the same load of the machine: median, and how far the rounds lie apart. */
function ratio(name: string, ours: number[], yardstick: number[], aim: number): Figure[] {
  const ratios = ours.map((rate, index) => rate / (yardstick[index] as number));
  return [
    figure(name, median(ratios), '×', ['≥', aim]),
    figure(`${name}_min`, Math.min(...ratios), '×'),
    figure(`${name}_max`, Math.max(...ratios), '×'),
  ];
}

function registrations(seed: number, set: string | undefined): Iterator<Registration> {
  if (set === undefined) return cleanRegistrations(seeded(seed));
  return readSet(set)[Symbol.iterator]();
}

/** What our own worker leaves out the yardstick's leaves out, too. */
function startYardstick(environment: Record<string, string>): Promise<ChildProcess> {
  const first = pathToFileURL(join(CLONE, 'workers/no-promise-traces.ts')).href;
  const args = ['--import', first, join(import.meta.dirname, 'yardstick-worker.ts')];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => String(text).includes('ready') && resolve(child));
    child.once('exit', (code) => reject(new Error(`the yardstick's worker ended with ${code}`)));
  });
}
