import { prepare } from '../../domain/match/compare.ts';
import { exclusively } from '../../domain/match/exclusive.ts';
import { learnModel } from '../../domain/match/learn.ts';
import { learnFrequencies } from '../../domain/match/learn-frequencies.ts';
import type { LessonPair } from '../../domain/match/learn-observe.ts';
import { LEVELS } from '../../domain/match/levels.ts';
import { preparedVerdict } from '../../domain/match/verdict.ts';
import { candidatePairs } from './match-candidates.ts';
import type { LinkageSet } from './match-linkage.ts';
import type { Scored } from './match-scores.ts';
import { asText, YARDSTICKS } from './match-yardsticks.ts';
import type { Random } from './random.ts';

const NEAREST = 10;
const CHANCE_PAIRS = 20_000;

/** What came of linking two tables: ours and each yardstick over the same candidates. */
export interface Linked {
  ours: Scored[];
  yardsticks: Record<string, Scored[]>;
  /** True pairs that were no candidates. */
  missed: number;
}

/** Learns from the tables alone, then judges every candidate; the truth is looked at afterwards. @param texts fields the yardsticks read */
export function link(set: LinkageSet, texts: readonly string[], random: Random): Linked {
  const { fields, left, right, truth } = set;
  const pairs = candidatePairs(left, right, NEAREST);
  const ready = (rows: LinkageSet['left']) =>
    rows.map((row) => fields.map(({ field, compare }) => prepare(compare, row[field])));
  const [lefts, rights] = [ready(left), ready(right)];
  const lessonPair = (i: number, j: number): LessonPair => ({
    left: lefts[i] as LessonPair['left'],
    right: rights[j] as LessonPair['right'],
    of: [i, j],
  });
  const model = learnModel({
    id: 'bench',
    fields: fields.map(({ field, compare }, f) => ({
      field,
      compare,
      levels: LEVELS[compare],
      frequencies: learnFrequencies([...lefts, ...rights].map((row) => row[f] ?? null)),
    })),
    pairs: pairs.map(([i, j]) => lessonPair(i, j)),
    chance: chancePairs(pairs, left.length, right.length, random).map(([i, j]) => lessonPair(i, j)),
    left: left.length,
    right: right.length,
    exclusive: 'both',
  });
  const likelihood = pairs.map(([i, j]) => {
    const { weight, prior } = preparedVerdict(lessonPair(i, j).left, lessonPair(i, j).right, model);
    return 2 ** (weight - prior);
  });
  const matches = model.prior * left.length * right.length;
  const sides = { left: left.length, right: right.length, matches };
  const scored = (scores: readonly number[]) =>
    pairs.map(([i, j], k) => ({ score: scores[k] as number, same: truth.has(`${i} ${j}`) }));
  const ours = scored(exclusively('both', pairs, likelihood, sides));
  const [a, b] = [left, right].map((rows) => rows.map((row) => asText(row, texts))) as [string[], string[]];
  const yardsticks = Object.entries(YARDSTICKS).flatMap(([name, similarity]) => {
    const scores = pairs.map(([i, j]) => similarity(a[i] as string, b[j] as string));
    // One-to-one helps ours, so the yardsticks get it too.
    return [
      [name, scored(scores)],
      [`${name}_one_to_one`, scored(bestOnly(pairs, scores))],
    ] as const;
  });
  const found = ours.filter(({ same }) => same).length;
  return { ours, yardsticks: Object.fromEntries(yardsticks), missed: truth.size - found };
}

/** A pair's score where it is the best of both its records, 0 elsewhere. */
function bestOnly(pairs: readonly [number, number][], scores: readonly number[]): number[] {
  const best = (side: 0 | 1) => {
    const found = new Map<number, number>();
    pairs.forEach((pair, k) => {
      found.set(pair[side], Math.max(found.get(pair[side]) ?? 0, scores[k] as number));
    });
    return found;
  };
  const [lefts, rights] = [best(0), best(1)];
  return pairs.map(([i, j], k) =>
    scores[k] === lefts.get(i) && scores[k] === rights.get(j) ? (scores[k] as number) : 0,
  );
}

function chancePairs(candidates: readonly [number, number][], left: number, right: number, random: Random) {
  const near = new Set(candidates.map(([i, j]) => i * right + j));
  const drawn: [number, number][] = [];
  for (let tries = 0; drawn.length < CHANCE_PAIRS && tries < 3 * CHANCE_PAIRS; tries += 1) {
    const [i, j] = [Math.floor(random() * left), Math.floor(random() * right)];
    if (!near.has(i * right + j)) drawn.push([i, j]);
  }
  return drawn;
}
