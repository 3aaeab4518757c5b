import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareWith, medianOf, shareOf } from '../../domain/intervals.ts';

/** P(X ≤ k) of X binomial(n, 1/2), exactly, as a fraction of 2^n. */
function atMost(k: number, n: number): bigint {
  let term = 1n;
  let sum = 0n;
  for (let index = 0; index <= k; index += 1) {
    sum += term;
    term = (term * BigInt(n - index)) / BigInt(index + 1);
  }
  return sum;
}

describe('the interval of a median', () => {
  test('lies between the order statistics that the exact binomial allows, and no closer ones', () => {
    for (let n = 1; n <= 200; n += 1) {
      // 0, 1, 2 … are their own indexes.
      const { low, high, value } = medianOf(Array.from({ length: n }, (_, index) => index));
      expect(value).toBe((n - 1) / 2);
      const allowed = (k: number) => atMost(k, n) * 40n <= 2n ** BigInt(n);
      if (low === null) expect(allowed(0)).toBe(false);
      else {
        expect(high).toBe(n - 1 - low);
        expect(allowed(low)).toBe(true);
        expect(allowed(low + 1)).toBe(false);
      }
    }
  });

  test('five values bound nothing, six do; a million do not underflow', () => {
    expect(medianOf([5, 4, 3, 2, 1])).toEqual({ n: 5, value: 3, low: null, high: null });
    expect(medianOf([6, 5, 4, 3, 2, 1])).toEqual({ n: 6, value: 3.5, low: 1, high: 6 });
    expect(medianOf([])).toEqual({ n: 0, value: null, low: null, high: null });
    const { low, high } = medianOf(Array.from({ length: 1_000_000 }, (_, index) => index));
    // Half of n less 1.96 standard deviations, which are half of its root.
    expect(low).toBeGreaterThan(499_020 - 3);
    expect(low).toBeLessThan(499_020 + 3);
    expect(high).toBe(999_999 - (low as number));
  });

  test('is the same in any order, holds the median, and moves with its values', () => {
    const values = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(values, fc.integer({ min: -50, max: 50 }), (some, by) => {
        const estimate = medianOf(some);
        expect(medianOf(some.toReversed())).toEqual(estimate);
        if (estimate.low !== null) {
          expect(estimate.low).toBeLessThanOrEqual(estimate.value as number);
          expect(estimate.high).toBeGreaterThanOrEqual(estimate.value as number);
        }
        const moved = medianOf(some.map((one) => one + by));
        expect(moved.value).toBeCloseTo((estimate.value as number) + by, 9);
        expect(moved.low).toBe(estimate.low === null ? null : estimate.low + by);
      }),
    );
  });
});

describe('the interval of a share', () => {
  test('is the published one', () => {
    // Clopper and Pearson's two-sided 95 % intervals.
    const { low, high } = shareOf(4, 20);
    expect(low).toBeCloseTo(0.0573, 4);
    expect(high).toBeCloseTo(0.4366, 4);
    expect(shareOf(0, 10)).toMatchObject({ value: 0, low: 0 });
    expect(shareOf(0, 10).high).toBeCloseTo(0.3085, 4);
    expect(shareOf(0, 0)).toEqual({ n: 0, value: null, low: null, high: null });
  });

  test('holds the share, and the share of the others mirrors it', () => {
    const counts = fc
      .integer({ min: 1, max: 400 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(counts, ([k, n]) => {
        const { value, low, high } = shareOf(k, n);
        expect(low as number).toBeLessThanOrEqual(value as number);
        expect(high as number).toBeGreaterThanOrEqual(value as number);
        expect(shareOf(n - k, n).low).toBeCloseTo(1 - (high as number), 9);
      }),
    );
  });
});

test('a figure is told apart from the one before only when all of its interval is', () => {
  const estimate = { n: 9, value: 5, low: 3, high: 8 };
  expect([2, 3, 5, 8, 9].map((baseline) => compareWith(estimate, baseline))).toEqual([
    'higher',
    'not told apart',
    'not told apart',
    'not told apart',
    'lower',
  ]);
  expect(compareWith({ n: 2, value: 1, low: null, high: null }, 500)).toBe('not told apart');
});
