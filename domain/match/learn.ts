import { type Exclusive, exclusively } from './exclusive.ts';
import { type LevelShares, sharesOf } from './learn-levels.ts';
import {
  type FieldShape,
  type LessonPair,
  type ObservedPair,
  observe,
  pairsPerLevel,
  usualBits,
} from './learn-observe.ts';
import type { FieldModel, LevelModel, MatchModel } from './model.ts';
import { weightOf } from './weight.ts';

export interface Lesson {
  id: string;
  fields: readonly FieldShape[];
  /** Candidate pairs, of which some are true and most are not. Nobody says which. */
  pairs: readonly LessonPair[];
  /** Pairs drawn at random from those that are no candidates: they show how often things agree by chance. */
  chance: readonly LessonPair[];
  /** Records on either side: left x right pairs in all. */
  left: number;
  right: number;
  /** Where a record has at most one partner: pairs that share it then compete. */
  exclusive: Exclusive;
}

const ROUNDS = 200;
const SETTLED = 1e-5;
/** Before anything is known, one candidate in twenty is true. */
const FIRST_SHARE = 0.05;

/**
 * Learns m, u and the prior without labels by expectation–maximisation over all pairs, the fields independent given the class
 * (Winkler 1988; Dempster, Laird and Rubin 1977): candidates are weighed, the drawn pairs stand for all others and are no
 * match. Starts from high similarity meaning a match and keeps each field's weights in the order of its levels, so that the
 * classes cannot change places. The same lesson gives the same model.
 */
export function learnModel(lesson: Lesson): MatchModel {
  const { id, fields, pairs } = lesson;
  const seen = pairs.map(({ left, right }) => observe(fields, left, right));
  const apart = lesson.chance.map(({ left, right }) => observe(fields, left, right));
  const all = lesson.left * lesson.right;
  const each = apart.length === 0 ? 0 : Math.max(0, all - seen.length) / apart.length;
  const base = fields.map((_, f) => pairsPerLevel(fields, apart, () => each, f));
  let matches = seen.length * FIRST_SHARE;
  const any = seen.map(() => 1);
  let models = fields.map((field, f) => {
    const usual = usualBits(field.levels.length, seen, any, f);
    return firstGuess(
      field,
      pairsPerLevel(fields, seen, () => 1, f),
      base[f] as number[],
      usual,
    );
  });
  const guessed = { models, matches };
  let held: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = held;
    held = expect(lesson, models, seen, matches);
    models = fields.map((field, f) => {
      const true_ = pairsPerLevel(fields, seen, (i) => held[i] as number, f);
      const others = pairsPerLevel(fields, seen, (i) => 1 - (held[i] as number), f);
      const shares = sharesOf(
        field.levels.map(({ atLeast }) => atLeast),
        true_,
        others.map((count, k) => count + (base[f]?.[k] ?? 0)),
      );
      return fieldModel(field, shares, usualBits(field.levels.length, seen, held, f));
    });
    matches = held.reduce((sum, share) => sum + share, 0);
    if (held.every((share, i) => Math.abs(share - (before[i] ?? 1)) < SETTLED)) break;
  }
  // Where nothing corroborates anything (one field a record) the matches dwindle to none: the first guess is then all there is.
  const kept = matches < 1 ? guessed : { models, matches };
  return { schemaVersion: 1, id, prior: (kept.matches + 0.5) / (all + 1), fields: kept.models };
}

/** True pairs are e times likelier per eighth of similarity, the others look like all pairs do. */
function firstGuess(
  field: FieldShape,
  candidates: readonly number[],
  base: readonly number[],
  usual: readonly (number | null)[],
): FieldModel {
  const lifted = field.levels.map(({ atLeast }, k) => (candidates[k] as number) * Math.exp(8 * atLeast));
  const shares = sharesOf(
    field.levels.map(({ atLeast }) => atLeast),
    lifted,
    candidates.map((count, k) => count + (base[k] ?? 0)),
  );
  return fieldModel(field, shares, usual);
}

function fieldModel(field: FieldShape, { m, u }: LevelShares, bits: readonly (number | null)[]): FieldModel {
  const levels = field.levels.map((level, k) => ({
    ...level,
    m: m[k] as number,
    u: u[k] as number,
    bits: bits[k] ?? null,
  }));
  return { ...field, levels };
}

/** Probability of each candidate to be true under the model so far. */
function expect(
  lesson: Lesson,
  models: readonly FieldModel[],
  seen: readonly ObservedPair[],
  matches: number,
): number[] {
  const likelihood = seen.map(({ levels, bits }) => {
    const weights = models.map((model, f) => {
      const level = model.levels[levels[f] as number] as LevelModel | undefined;
      return level ? weightOf(level, bits[f] ?? null) : 0;
    });
    return 2 ** weights.reduce((sum, weight) => sum + weight, 0);
  });
  const pairs = lesson.pairs.map(({ of }) => of);
  return exclusively(lesson.exclusive, pairs, likelihood, {
    left: lesson.left,
    right: lesson.right,
    matches,
  });
}
