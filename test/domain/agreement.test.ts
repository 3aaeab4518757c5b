import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Compared, clopperPearsonLower, measureAgreement } from '../../domain/agreement.ts';

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

describe('measured agreement', () => {
  const rows = (agreed: number, of: number, amountUsd = '100.00'): Compared[] =>
    Array.from({ length: of }, (_, index) => ({ agreed: index < agreed, amountUsd }));

  test('is the same in any order of the rows', () => {
    const sample = fc.array(
      fc.record({ agreed: fc.boolean(), amountUsd: fc.integer({ min: 0, max: 9_999 }).map(String) }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(sample, (some) => {
        expect(measureAgreement(some.toReversed())).toEqual(measureAgreement(some));
      }),
      { numRuns: 40 },
    );
  });

  test('weighs by money: one large disagreement counts for more than ten small ones', () => {
    const small = measureAgreement([...rows(190, 200, '1000'), ...[]]);
    const large = measureAgreement([...rows(199, 199, '1000'), { agreed: false, amountUsd: '100000' }]);
    const tiny = measureAgreement([...rows(190, 190, '1000'), ...rows(0, 10, '1')]);
    expect(large.moneyLower).toBeLessThan(small.moneyLower);
    expect(tiny.moneyLower).toBeGreaterThan(0.999);
    expect(large.countLower).toBeGreaterThan(small.countLower);
  });

  test('of equal amounts, the bootstrap bound lies near the exact one', () => {
    for (const agreed of [150, 180, 190]) {
      const { moneyLower, countLower } = measureAgreement(rows(agreed, 200));
      expect(Math.abs(moneyLower - countLower)).toBeLessThan(0.015);
    }
  });

  test('bounds enclose the share', () => {
    const { moneyLower, moneyShare, moneyUpper } = measureAgreement(rows(170, 200));
    expect(moneyShare).toBe(0.85);
    expect(moneyLower).toBeLessThan(0.85);
    expect(moneyUpper).toBeGreaterThan(0.85);
  });

  test('cases without an amount count one each; nothing measured supports nothing', () => {
    expect(measureAgreement(rows(3, 4, '0')).moneyShare).toBe(0.75);
    expect(measureAgreement([])).toMatchObject({ n: 0, moneyLower: 0, countLower: 0 });
  });
});

function choose(n: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= k; i += 1) product *= (n - k + i) / i;
  return product;
}
