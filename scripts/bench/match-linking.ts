import { candidatePairs } from './match-candidates.ts';
import { judge } from './match-judging.ts';
import type { LinkageSet } from './match-linkage.ts';
import type { Scored } from './match-scores.ts';
import { asText, YARDSTICKS } from './match-yardsticks.ts';
import type { Random } from './random.ts';

const NEAREST = 10;

/** What came of linking two tables: ours and each yardstick over the same candidates. */
export interface Linked {
  ours: Scored[];
  yardsticks: Record<string, Scored[]>;
  /** True pairs that were no candidates. */
  missed: number;
}

/** Learns from the tables alone, then judges every candidate; the truth is looked at afterwards. @param texts fields the yardsticks read */
export function link(set: LinkageSet, texts: readonly string[], random: Random): Linked {
  const { left, right, truth } = set;
  const pairs = candidatePairs(left, right, NEAREST);
  const { scores, exclusive } = judge(set, pairs, random);
  const scored = (all: readonly number[]) =>
    pairs.map(([i, j], k) => ({ score: all[k] as number, same: truth.has(`${i} ${j}`) }));
  const ours = scored(scores);
  const [a, b] = [left, right].map((rows) => rows.map((row) => asText(row, texts))) as [string[], string[]];
  const yardsticks = Object.entries(YARDSTICKS).flatMap(([name, similarity]) => {
    const plain = pairs.map(([i, j]) => similarity(a[i] as string, b[j] as string));
    // One-to-one helps ours, so the yardsticks get it too.
    const best =
      exclusive === 'both' ? [[`${name}_one_to_one`, scored(bestOnly(pairs, plain))] as const] : [];
    return [[name, scored(plain)] as const, ...best];
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
