import type { Figure } from './figures.ts';
import type { BenchOptions } from './index.ts';
import { holdsMatchSet } from './match-tables.ts';

/** What `--set` a part can measure instead of its own: tables to match, a channel with its truth, or none. */
interface Part {
  reads: 'tables' | 'channel' | null;
  load(): Promise<(options: BenchOptions) => Promise<Figure[]>>;
}

/** What is measured of deal registration, in this order; each part is loaded when it is run. */
const PARTS: readonly Part[] = [
  { reads: 'tables', load: async () => (await import('./match-f1.ts')).matchF1 },
  { reads: null, load: async () => (await import('./match-planted.ts')).matchPlanted },
  { reads: null, load: async () => (await import('./conflict.ts')).conflict },
  { reads: null, load: async () => (await import('./missed-conflict.ts')).missedConflict },
  { reads: 'channel', load: async () => (await import('./parse-accuracy.ts')).parseAccuracy },
  { reads: null, load: async () => (await import('./parse-right.ts')).parseRight },
  { reads: 'channel', load: async () => (await import('./triage-agreement.ts')).triageAgreement },
  { reads: null, load: async () => (await import('./lifecycle.ts')).lifecycle },
];

/** Every part one after the other: they would take each other's time. With `--set` those that can read it. */
export async function run(options: BenchOptions): Promise<Figure[]> {
  const { set } = options;
  const given = set === undefined ? null : holdsMatchSet(set) ? 'tables' : 'channel';
  const figures: Figure[] = [];
  for (const { reads, load } of PARTS) {
    if (given === null || reads === given) figures.push(...(await (await load())(options)));
  }
  return figures;
}
