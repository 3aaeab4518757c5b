import { clean } from './clean.ts';
import type { Figure } from './figures.ts';
import type { BenchOptions } from './index.ts';
import { kills } from './kills.ts';

/** What a clean automatic deal registration costs, then whether kills lose or double anything. */
export async function* run(options: BenchOptions): AsyncGenerator<Figure[]> {
  if (options.chaos !== 'only') yield await clean(options);
  if (options.chaos !== 'none') yield await kills(options);
}
