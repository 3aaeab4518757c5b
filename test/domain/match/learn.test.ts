import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { prepare } from '../../../domain/match/compare.ts';
import { exclusively } from '../../../domain/match/exclusive.ts';
import { learnModel } from '../../../domain/match/learn.ts';
import { learnFrequencies } from '../../../domain/match/learn-frequencies.ts';
import { sharesOf } from '../../../domain/match/learn-levels.ts';
import type { LessonPair } from '../../../domain/match/learn-observe.ts';
import { learnPrior } from '../../../domain/match/learn-prior.ts';
import { LEVELS } from '../../../domain/match/levels.ts';
import { seeded } from '../../../scripts/bench/random.ts';

const FIELDS = ['one', 'two', 'three', 'four'].map((field) => ({
  field,
  compare: 'equal' as const,
  levels: LEVELS.equal,
  frequencies: null,
}));
const TRUE_M = [0.95, 0.9, 0.8, 0.7];
const TRUE_U = [0.1, 0.05, 0.2, 0.02];
const TRUE_PRIOR = 0.2;

/** Pairs whose fields agree independently, as often as the parameters say. */
function madePairs(count: number, seed: number): LessonPair[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, i) => {
    const agree = random() < TRUE_PRIOR ? TRUE_M : TRUE_U;
    const right = agree.map((share) => prepare('equal', random() < share ? 'x' : 'y'));
    return { left: agree.map(() => prepare('equal', 'x')), right, of: [i, i] as const };
  });
}

const learnt = (pairs: LessonPair[]) =>
  // Every pair is a candidate: as many pairs in all as there are candidates.
  learnModel({ id: 't', fields: FIELDS, pairs, chance: [], left: pairs.length, right: 1, exclusive: 'none' });

describe('learning without labels', () => {
  test('finds the shares that the pairs were made with', () => {
    const model = learnt(madePairs(20_000, 7));
    expect(model.prior).toBeCloseTo(TRUE_PRIOR, 1);
    model.fields.forEach(({ levels }, f) => {
      expect(Math.abs((levels[0]?.m as number) - (TRUE_M[f] as number))).toBeLessThan(0.04);
      expect(Math.abs((levels[0]?.u as number) - (TRUE_U[f] as number))).toBeLessThan(0.02);
    });
  });

  test('never lets the classes change places, even when most pairs are true', () => {
    const random = seeded(3);
    const pairs = madePairs(3_000, 5).filter(
      ({ right }) => right.some((value) => value?.as === 'text' && value.text === 'x') || random() < 0.05,
    );
    for (const { levels } of learnt(pairs).fields) {
      expect((levels[0]?.m as number) / (levels[0]?.u as number)).toBeGreaterThanOrEqual(1);
    }
  });

  test('gives the same model for the same lesson', () => {
    expect(learnt(madePairs(500, 1))).toEqual(learnt(madePairs(500, 1)));
  });

  test('takes a missing value for no evidence', () => {
    const pairs = madePairs(2_000, 2).map((pair, i) =>
      i % 2 === 0 ? pair : { ...pair, right: [pair.right[0] ?? null, null, null, null] },
    );
    expect(learnt(pairs).fields[1]?.levels[0]?.m).toBeGreaterThan(0.7);
  });
});

test('shares add up to 1 and weights never rise while similarity falls', () => {
  const counts = fc.array(fc.nat({ max: 1000 }), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(counts, counts, (matches, others) => {
      const { m, u } = sharesOf([1, 0.8, 0.6, 0.3, 0], matches, others);
      expect(m.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      expect(u.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      const ratios = m.map((share, k) => share / (u[k] as number));
      ratios.slice(1).forEach((ratio, k) => {
        expect(ratio).toBeLessThanOrEqual((ratios[k] as number) * (1 + 1e-9));
      });
    }),
  );
});

test('a rival takes probability away, another record does not', () => {
  const sides = { left: 10, right: 10, matches: 5 };
  const alone = exclusively('both', [[1, 1]], [50], sides)[0] as number;
  expect(
    exclusively(
      'both',
      [
        [1, 1],
        [1, 2],
      ],
      [50, 50],
      sides,
    )[0],
  ).toBeLessThan(alone);
  expect(
    exclusively(
      'both',
      [
        [1, 1],
        [2, 2],
      ],
      [50, 50],
      sides,
    )[0],
  ).toBeCloseTo(alone, 9);
  expect(
    exclusively(
      'left',
      [
        [1, 1],
        [2, 1],
      ],
      [50, 50],
      sides,
    )[0],
  ).toBeCloseTo(exclusively('left', [[1, 1]], [50], sides)[0] as number, 9);
});

test.each(['none', 'left', 'right', 'both'] as const)(
  'with %s exclusive only those sides compete',
  (which) => {
    const sides = { left: 10, right: 10, matches: 5 };
    const alone = exclusively(which, [[1, 1]], [50], sides)[0] as number;
    const beside = (of: [number, number]) => exclusively(which, [[1, 1], of], [50, 50], sides)[0] as number;
    expect(beside([1, 2]) < alone).toBe(which === 'left' || which === 'both');
    expect(beside([2, 1]) < alone).toBe(which === 'right' || which === 'both');
  },
);

test('the share of true pairs in a list is found from their likelihoods', () => {
  const random = seeded(11);
  const likelihood = Array.from({ length: 20_000 }, () => {
    const agrees = random() < (random() < 0.3 ? 0.9 : 0.1);
    return agrees ? 9 : 1 / 9;
  });
  expect(learnPrior(likelihood)).toBeCloseTo(0.3, 1);
});

test('common words are known as common, single ones are not listed', () => {
  const names = ['Acme Energy', 'Nordlicht Energy', 'Helvetia Energy', 'Global Services'];
  const found = learnFrequencies(names.map((name) => prepare('name', name)));
  expect(Object.keys(found?.of ?? {})).toEqual(['energy']);
  expect(found?.of.energy).toBeGreaterThan(found?.other as number);
  expect(learnFrequencies([null])).toBeNull();
});
