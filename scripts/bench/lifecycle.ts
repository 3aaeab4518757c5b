import { clean } from './clean.ts';
import type { Figure } from './figures.ts';
import type { BenchOptions } from './index.ts';
import { kills } from './kills.ts';

/** What the whole lifecycle keeps of the kit's aims: faster than a bare workflow, and nothing lost or doubled under kills. */
const KEPT = ['ratio_bare', 'ratio_bare_min', 'ratio_bare_max', 'lost', 'doubled'];

export async function lifecycle(options: BenchOptions): Promise<Figure[]> {
  const figures = [
    ...(options.chaos === 'only' ? [] : await clean(options)),
    ...(options.chaos === 'none' ? [] : await kills(options)),
  ];
  return figures
    .filter(({ name }) => KEPT.some((kept) => name === `kit.${kept}`))
    .map((figure) => ({ ...figure, name: figure.name.replace('kit.', 'deals.') }));
}
