import { readFileSync } from 'node:fs';
import { parseClaimPlan } from '../../../sandbox/channel/generator/claim/plan.ts';
import { readPrograms } from '../../../sandbox/channel/generator/claim/programs.ts';
import type { Figure } from '../figures.ts';
import type { BenchOptions } from '../index.ts';
import { onPostgres } from '../postgres-only.ts';
import { openBrowserPapers } from './browser-papers.ts';
import { extractionFigures } from './extraction.ts';
import { judge } from './judge.ts';
import { paperMaker } from './papers.ts';
import { claimFigures, misses } from './score.ts';
import { BENCH_CLAIMS, claimYear, readClaimSet } from './world.ts';

/**
 * How many invalid claims and duplicates are found among honest ones, how many honest ones are approved without a person, and whether each is
 * paid what it should be. Says which planted kinds were missed and what was said against honest claims.
 */
export async function* run({ seed, set, rates, say }: BenchOptions): AsyncGenerator<Figure[]> {
  const programs = readPrograms();
  const plan = rates === undefined ? BENCH_CLAIMS : parseClaimPlan(readFileSync(rates, 'utf8'), BENCH_CLAIMS);
  const browser = set === undefined ? await openBrowserPapers() : null;
  try {
    const year = browser ? claimYear(seed, plan, paperMaker(browser)) : readClaimSet(set as string);
    const judged = await onPostgres((store) => judge(store, year, programs, say));
    for (const line of misses(judged, programs)) say(line);
    yield [...claimFigures(judged, programs), ...extractionFigures(judged.flatMap(({ read }) => read))];
  } finally {
    await browser?.close();
  }
}
