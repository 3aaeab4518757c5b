import type { Figure } from './figures.ts';
import type { BenchOptions } from './index.ts';

/** What is measured of deal registration, in this order; each part is loaded when it is run. */
const PARTS: readonly (() => Promise<(options: BenchOptions) => Promise<Figure[]>>)[] = [
  async () => (await import('./match-f1.ts')).matchF1,
  async () => (await import('./conflict.ts')).conflict,
  async () => (await import('./parse-accuracy.ts')).parseAccuracy,
  async () => (await import('./triage-agreement.ts')).triageAgreement,
];

/** Every part one after the other: they would take each other's time. */
export async function run(options: BenchOptions): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const part of PARTS) figures.push(...(await (await part())(options)));
  return figures;
}
