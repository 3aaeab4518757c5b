import { basename, join } from 'node:path';
import type { Figure } from './figures.ts';
import type { BenchOptions } from './index.ts';
import { readLinkage } from './match-linkage.ts';
import { link } from './match-linking.ts';
import { judgePairs } from './match-pairs.ts';
import { f1, interval, type Scored, twoFold } from './match-scores.ts';
import { holdsPairs } from './match-tables.ts';
import { seeded } from './random.ts';

/** From here on a match is a conflict (policy/programs/deal.yaml). */
const PUBLISHED_THRESHOLD = 0.9;
const DATA = join(import.meta.dirname, '../../test/data');
/**
 * Folder, the fields that the yardsticks do best with, and the best F1 that others reached (Splink, trigrams, token sort,
 * logic-v2 of nomenklatura), whose threshold was mostly picked on the labels.
 */
const SETS: readonly { name: string; texts?: readonly string[]; published: number }[] = [
  { name: 'febrl4', published: 0.999 },
  { name: 'acm_dblp', texts: ['title', 'authors'], published: 0.95 },
  { name: 'restaurants', texts: ['name', 'street'], published: 0.548 },
  { name: 'nomenklatura', published: 0.878 },
  { name: 'ing_emm', published: 0 },
];

/** F1 of the match model on published sets, or on the tables of `--set`, beside plain similarities on the same candidates. */
export async function matchF1({ set, seed, say }: BenchOptions): Promise<Figure[]> {
  if (set) return figuresOf(basename(set), set, undefined, 0, seed);
  return SETS.flatMap(({ name, texts, published }) => {
    say(`Matching ${name} …`);
    return figuresOf(name, join(DATA, `er_${name}`), texts, published, seed);
  });
}

function figuresOf(
  name: string,
  folder: string,
  texts: readonly string[] | undefined,
  published: number,
  seed: number,
): Figure[] {
  const random = seeded(seed);
  const judged = holdsPairs(folder) ? { ...judgePairs(folder), missed: 0 } : linked(folder, texts, seed);
  const { ours, yardsticks, missed } = judged;
  const folds = Object.values(yardsticks).map((scored) => twoFold(scored, missed, seeded(seed)));
  const best = Math.max(published, ...folds);
  const [low, high] = interval(ours, PUBLISHED_THRESHOLD, missed, random);
  const row = (what: string, value: number, aim?: number): Figure => ({
    name: `deals.match_${what}`,
    value: Math.round(value * 10_000) / 10_000,
    unit: 'F1',
    aim: aim === undefined ? '–' : `≥ ${aim.toFixed(4)}`,
    holds: aim === undefined || value >= aim,
  });
  return [
    row(`f1.${name}`, f1(ours, PUBLISHED_THRESHOLD, missed), best),
    row(`f1.${name}_low`, low),
    row(`f1.${name}_high`, high),
    row(`f1_2fold.${name}`, twoFold(ours, missed, seeded(seed)), best),
    ...Object.keys(yardsticks).map((stick, i) => row(`${stick}_2fold.${name}`, folds[i] as number)),
  ];
}

function linked(
  folder: string,
  texts: readonly string[] | undefined,
  seed: number,
): {
  ours: Scored[];
  yardsticks: Record<string, Scored[]>;
  missed: number;
} {
  const set = readLinkage(folder);
  return link(set, texts ?? set.fields.map(({ field }) => field), seeded(seed));
}
