import { foldWord } from '../../../domain/reading/plain.ts';
import type { PastDeal } from './past-file.ts';
import type { RowProblem } from './row-problem.ts';

/** What partners may be called here. */
export interface KnownStandings {
  tiers: Iterable<string>;
  regions: Iterable<string>;
}

/**
 * What a file says of its partners, in the words that are known here: `gold` is Gold. A tier or region that nobody knows would make a segment
 * of its own, in which nothing is comparable.
 */
export function knownStandings(
  past: readonly PastDeal[],
  known: KnownStandings,
): { past: PastDeal[]; problems: RowProblem[] } {
  const problems: RowProblem[] = [];
  const [tiers, regions] = [byFolded(known.tiers), byFolded(known.regions)];
  const named = past.map((one) => {
    const said = (column: 'tier' | 'region', names: ReadonlyMap<string, string>) => {
      const stated = one.stood[column];
      if (stated === undefined) return {};
      const name = names.get(foldWord(stated));
      if (name !== undefined) return { [column]: name };
      const all = [...names.values()].sort().join(', ');
      problems.push({ row: one.row, column, what: `is none of ${all}; correct it, or leave it empty` });
      return {};
    };
    const { tier: _tier, region: _region, ...stood } = one.stood;
    return { ...one, stood: { ...stood, ...said('tier', tiers), ...said('region', regions) } };
  });
  return { past: named, problems };
}

function byFolded(names: Iterable<string>): Map<string, string> {
  return new Map([...names].map((name) => [foldWord(name), name]));
}
