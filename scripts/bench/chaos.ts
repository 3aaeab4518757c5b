import type { Figure } from './figures.ts';
import type { BenchOptions } from './index.ts';
export async function chaos(_options: BenchOptions): Promise<Figure[]> {
  return [];
}
