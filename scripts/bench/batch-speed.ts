import { performance } from 'node:perf_hooks';
import type { BatchCounts } from '../../domain/batch.ts';
import { driveCost } from './batch-drive-cost.ts';
import { type BatchPlace, openBatchPlace } from './batch-place.ts';
import { type Figure, figure, quantile } from './figures.ts';
import type { BenchOptions } from './index.ts';
import { openLoad } from './load.ts';
import { seeded } from './random.ts';
import { cleanRegistrations, type Registration } from './registrations.ts';
import { inWorkplace } from './workplace.ts';

/** Rows for every case: a row costs about a hundredth. */
const ROWS = 100;
/** Registrations that are decided one after the other beside a batch, and together without one. */
const BESIDE = 40;

/** How fast batches of `cases` and ten times as many items are, and what arrives beside one. */
export function batchSpeed({ cases, seed, say }: BenchOptions): Promise<Figure[]> {
  return inWorkplace(say, {}, async (place) => {
    const here = await openBatchPlace(place);
    const load = await openLoad(place.environment);
    const registrations = cleanRegistrations(seeded(seed));
    const take = () => registrations.next().value as Registration;
    try {
      await here.atRest(await here.cases('warm-up', 50));
      const few = await timed(here, () => here.cases('few', cases), say);
      const many = await timed(here, () => here.cases('many', 10 * cases), say);
      const fewRows = await timed(here, () => here.rows('few', ROWS * cases), say);
      const manyRows = await timed(here, () => here.rows('many', 10 * ROWS * cases), say);
      const once = ((await here.counted('few'))['1'] ?? 0) + ((await here.counted('many'))['1'] ?? 0);
      const usual = await load.deals(Array.from({ length: 2 * BESIDE }, take));
      const beside = await here.cases('beside', 10 * cases);
      const besideMs: number[] = [];
      // Whatever comes after the batch has come to rest is not beside it.
      while (besideMs.length < BESIDE && (await here.isGoingOn(beside)))
        besideMs.push(...(await load.deals([take()])).durationsMs);
      say(`${besideMs.length} registrations were decided beside ${beside}`);
      const drive = await driveCost(
        here.client,
        [few, many, fewRows, manyRows].map(({ id }) => id),
      );
      const usualMs = quantile(usual.durationsMs, 0.95);
      return [
        figure('kit.batch_cases_per_s', many.perSecond, '1/s'),
        figure('kit.batch_rows_per_s', manyRows.perSecond, '1/s'),
        figure('kit.batch_growth_10x', many.seconds / few.seconds, '×', ['≤', 11]),
        figure('kit.batch_rows_growth_10x', manyRows.seconds / fewRows.seconds, '×', ['≤', 11]),
        figure('kit.batch_max_history', drive.mostEvents, 'events', ['≤', 500]),
        figure('kit.batch_signals_per_100', (100 * drive.signals) / (11 * cases), 'signals', ['≤', 2]),
        figure('kit.batch_pending_children', drive.pendingChildren, 'children', ['≤', 200]),
        figure('kit.batch_window', Math.max(few.window, many.window), 'cases', ['≤', 200]),
        figure('kit.batch_rows_not_once', 11 * ROWS * cases - once, 'rows', ['=', 0]),
        figure('kit.p95_usual', usualMs, 'ms'),
        figure('kit.p95_beside_batch', quantile(besideMs, 0.95), 'ms', ['≤', Math.round(usualMs)]),
      ];
    } finally {
      await Promise.all([load.close(), here.close()]);
    }
  });
}

interface Ran {
  id: string;
  seconds: number;
  perSecond: number;
  /** Most cases that were under way at once. */
  window: number;
}

async function timed(
  here: BatchPlace,
  ask: () => Promise<string>,
  say: (line: string) => void,
): Promise<Ran> {
  let window = 0;
  const id = await ask();
  const began = performance.now();
  const look = ({ running }: BatchCounts) => {
    window = Math.max(window, running);
  };
  const counts = await here.atRest(id, look);
  const seconds = (performance.now() - began) / 1_000;
  const items = Object.values(counts).reduce((sum, count) => sum + count, 0);
  say(`${id}: ${items} items in ${seconds.toFixed(1)} s`);
  return { id, seconds, perSecond: items / seconds, window };
}
