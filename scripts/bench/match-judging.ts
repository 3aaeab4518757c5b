import { prepare } from '../../domain/match/compare.ts';
import { type Exclusive, exclusively } from '../../domain/match/exclusive.ts';
import { learnModel } from '../../domain/match/learn.ts';
import { learnFrequencies } from '../../domain/match/learn-frequencies.ts';
import type { LessonPair, PreparedRow } from '../../domain/match/learn-observe.ts';
import { LEVELS } from '../../domain/match/levels.ts';
import type { MatchModel, Row } from '../../domain/match/model.ts';
import { preparedVerdict } from '../../domain/match/verdict.ts';
import { candidatePairs } from './match-candidates.ts';
import type { LinkageSet } from './match-linkage.ts';
import type { Random } from './random.ts';

const CHANCE_PAIRS = 20_000;
/** From this share of rows with a twin in their own table on, the table does not hold a thing once. */
const TWINS = 0.25;

/**
 * Probability of each candidate pair, weights learnt from the tables alone. A record is taken to have at most one partner unless
 * the other table, looked at with what was learnt, holds many things twice; then it is learnt again without that.
 */
export function judge(
  set: LinkageSet,
  pairs: readonly [number, number][],
  random: Random,
): { scores: number[]; exclusive: Exclusive } {
  const { fields, left, right } = set;
  const ready = (rows: readonly Row[]): PreparedRow[] =>
    rows.map((row) => fields.map(({ field, compare }) => prepare(compare, row[field])));
  const [lefts, rights] = [ready(left), ready(right)];
  const pair = ([i, j]: readonly [number, number]): LessonPair => ({
    left: lefts[i] as PreparedRow,
    right: rights[j] as PreparedRow,
    of: [i, j],
  });
  const lesson = {
    id: 'bench',
    fields: fields.map(({ field, compare }, f) => ({
      field,
      compare,
      levels: LEVELS[compare],
      frequencies: learnFrequencies([...lefts, ...rights].map((row) => row[f] ?? null)),
    })),
    pairs: pairs.map(pair),
    chance: chancePairs(pairs, left.length, right.length, random).map(pair),
    left: left.length,
    right: right.length,
  };
  const first = learnModel({ ...lesson, exclusive: 'both' });
  const byLeft = twins(right, rights, first) < TWINS;
  const byRight = twins(left, lefts, first) < TWINS;
  const exclusive = byLeft && byRight ? 'both' : byLeft ? 'left' : byRight ? 'right' : 'none';
  const model = exclusive === 'both' ? first : learnModel({ ...lesson, exclusive });
  const likelihood = lesson.pairs.map((each) => {
    const { weight, prior } = preparedVerdict(each.left, each.right, model);
    return 2 ** (weight - prior);
  });
  const matches = model.prior * left.length * right.length;
  return {
    scores: exclusively(exclusive, pairs, likelihood, { left: left.length, right: right.length, matches }),
    exclusive,
  };
}

/** Share of a table's rows that have another row of it as probable partner. */
function twins(rows: readonly Row[], prepared: readonly PreparedRow[], model: MatchModel): number {
  const same = ([i, j]: [number, number]) =>
    i !== j &&
    preparedVerdict(prepared[i] as PreparedRow, prepared[j] as PreparedRow, model).probability >= 0.9;
  const found = candidatePairs(rows, rows, 3).filter(same);
  return new Set(found.map(([i]) => i)).size / Math.max(1, rows.length);
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
