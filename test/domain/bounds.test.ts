import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clopperPearsonLower, clopperPearsonUpper, stringerUpper } from '../../domain/bounds.ts';

describe('the Clopper–Pearson lower bound', () => {
  // Exact 95 % intervals of Newcombe 1998, Statistics in Medicine 17:857, table I, method 5 (two-sided: alpha = 0.025).
  test.each([
    [81, 263, 0.2527, 0.3676],
    [15, 148, 0.0578, 0.1617],
    [0, 20, 0.0, 0.1684],
    [1, 29, 0.0009, 0.1776],
  ])('%i of %i lies in the published interval', (k, n, lower, upper) => {
    expect(clopperPearsonLower(k, n, 0.025)).toBeCloseTo(lower, 4);
    expect(1 - clopperPearsonLower(n - k, n, 0.025)).toBeCloseTo(upper, 4);
  });

  test('full agreement has a closed form, also in large samples', () => {
    for (const n of [1, 42, 200, 20_000])
      expect(clopperPearsonLower(n, n, 0.05)).toBeCloseTo(0.05 ** (1 / n), 10);
  });

  test('is what it says: at the bound, k or more come up with probability alpha', () => {
    const sample = fc
      .integer({ min: 1, max: 60 })
      .chain((n) => fc.tuple(fc.integer({ min: 1, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(sample, fc.constantFrom(0.025, 0.05, 0.2), ([k, n], alpha) => {
        const p = clopperPearsonLower(k, n, alpha);
        let tail = 0;
        for (let i = k; i <= n; i += 1) tail += choose(n, i) * p ** i * (1 - p) ** (n - i);
        expect(tail).toBeCloseTo(alpha, 6);
      }),
    );
  });

  test('rises with every agreement and with the sample', () => {
    expect(clopperPearsonLower(198, 200, 0.05)).toBeLessThan(clopperPearsonLower(199, 200, 0.05));
    expect(clopperPearsonLower(99, 100, 0.05)).toBeLessThan(clopperPearsonLower(990, 1000, 0.05));
  });
});

describe('the Stringer bound', () => {
  test('without an error is the bound of discovery sampling: 60 units and none wrong bear 4.87 %', () => {
    // The published result of an evaluation with method "stringer.binomial" (R package jfa 0.7.1, test-consistency-evaluation.R).
    expect(stringerUpper(60, [], 0.05)).toBeCloseTo(0.04870291, 8);
  });

  // Confidence factors of monetary-unit sampling at 5 % risk: 3.00, 4.75, 6.30, 7.76, 9.16, 10.52 for 0 to 5 misstatements (AICPA, Audit
  // Guide: Audit Sampling, appendix C). They are those of the Poisson distribution, which n · p(j) approaches, rounded up.
  const FACTORS = [3.0, 4.75, 6.3, 7.76, 9.16, 10.52];

  test.each([1, 2, 3, 4, 5])(
    'with %i units wrong as a whole is the published confidence factor',
    (errors) => {
      const bound = stringerUpper(100_000, Array(errors).fill(1), 0.05);
      expect(Math.abs(bound * 100_000 - (FACTORS[errors] as number))).toBeLessThan(0.011);
    },
  );

  test('weighs each step between the factors with its taint, the largest taint first', () => {
    // By hand from the factors: 3.00 + 1.75 · 0.40 + 1.55 · 0.25 + 1.46 · 0.10 = 4.2335.
    const bound = stringerUpper(100_000, [0.1, 0.4, 0.25], 0.05);
    expect(Math.abs(bound * 100_000 - 4.2335)).toBeLessThan(0.015);
  });

  test('of taints that are all 1 is the exact bound, and never lies below what was seen', () => {
    const sample = fc.tuple(
      fc.integer({ min: 1, max: 80 }),
      fc.array(fc.double({ min: 0.01, max: 1 }), { maxLength: 20 }),
    );
    fc.assert(
      fc.property(sample, fc.constantFrom(0.05, 0.0125), ([n, some], alpha) => {
        const taints = some.filter(Number.isFinite).slice(0, n);
        const whole = taints.map(() => 1);
        expect(stringerUpper(n, whole, alpha)).toBeCloseTo(clopperPearsonUpper(whole.length, n, alpha), 10);
        const seen = taints.reduce((sum, taint) => sum + taint, 0) / n;
        expect(stringerUpper(n, taints, alpha)).toBeGreaterThanOrEqual(Math.min(1, seen));
        expect(stringerUpper(n, taints, alpha)).toBeLessThanOrEqual(stringerUpper(n, whole, alpha) + 1e-12);
      }),
      { numRuns: 50 },
    );
  });

  test('nothing sampled bears everything', () => {
    expect(stringerUpper(0, [], 0.05)).toBe(1);
  });
});

function choose(n: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= k; i += 1) product *= (n - k + i) / i;
  return product;
}
