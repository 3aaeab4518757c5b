import { clean } from './clean.ts';
import type { Figure } from './figures.ts';
import type { BenchOptions } from './index.ts';
import { kills } from './kills.ts';

/** What a clean automatic deal registration costs, then whether kills lose or double anything. */
export async function run(options: BenchOptions): Promise<Figure[]> {
  const figures = options.chaos === 'only' ? [] : await clean(options);
  return options.chaos === 'none' ? figures : [...figures, ...(await kills(options))];
}
