import { lookupTable } from '../../domain/lookup-table.ts';
import type { Figure } from './figures.ts';
import type { BenchOptions } from './index.ts';
import { holdsMatchSet } from './match-tables.ts';

/** What `--set` a part can measure instead of its own: tables to match, a channel with its truth, or none. */
interface Part {
  reads: 'tables' | 'channel' | null;
  load(): Promise<(options: BenchOptions) => Promise<Figure[]>>;
}

/** What is measured of deal registration, in this order; each part is loaded when it is run. */
export const PARTS = lookupTable<Part>({
  match: { reads: 'tables', load: async () => (await import('./match-f1.ts')).matchF1 },
  planted: { reads: null, load: async () => (await import('./match-planted.ts')).matchPlanted },
  conflict: { reads: null, load: async () => (await import('./conflict.ts')).conflict },
  calibration: { reads: null, load: async () => (await import('./calibration.ts')).calibration },
  missed: { reads: null, load: async () => (await import('./missed-conflict.ts')).missedConflict },
  accuracy: { reads: 'channel', load: async () => (await import('./parse-accuracy.ts')).parseAccuracy },
  right: { reads: null, load: async () => (await import('./parse-right.ts')).parseRight },
  triage: { reads: 'channel', load: async () => (await import('./triage-agreement.ts')).triageAgreement },
  lifecycle: { reads: null, load: async () => (await import('./lifecycle.ts')).lifecycle },
});

/** Every part one after the other: they would take each other's time. With `--part` that one, with `--set` those that can read it. */
export async function* run(options: BenchOptions): AsyncGenerator<Figure[]> {
  const { set, part } = options;
  const given = set === undefined ? null : holdsMatchSet(set) ? 'tables' : 'channel';
  for (const [name, { reads, load }] of Object.entries(PARTS)) {
    if (part !== undefined && part !== name) continue;
    if (given === null || reads === given) yield await (await load())(options);
  }
}
