import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Compared, measureAgreement } from '../../domain/agreement.ts';

describe('measured agreement', () => {
  /** Draws spread evenly, as a keyed hash spreads them. */
  const rows = (agreed: number, of: number, amountUsd = '100.00'): Compared[] =>
    Array.from({ length: of }, (_, index) => ({
      agreed: index < agreed,
      amountUsd,
      draw: (index * 0.618_033_988_75) % 1,
    }));

  test('is the same in any order of the rows', () => {
    const one = fc.record({
      agreed: fc.boolean(),
      amountUsd: fc.integer({ min: 0, max: 9_999 }).map(String),
      draw: fc.integer({ min: 0, max: 999 }).map((thousandth) => thousandth / 1000),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 30 }), (some) => {
        expect(measureAgreement(some.toReversed())).toEqual(measureAgreement(some));
      }),
      { numRuns: 40 },
    );
  });

  test('weighs by money: one large disagreement counts for more than ten small ones', () => {
    const small = measureAgreement(rows(190, 200, '1000'));
    const large = measureAgreement([
      ...rows(199, 199, '1000'),
      { agreed: false, amountUsd: '100000', draw: 0.5 },
    ]);
    const tiny = measureAgreement([...rows(190, 190, '1000'), ...rows(0, 10, '1')]);
    expect(large.moneyLower).toBeLessThan(small.moneyLower);
    expect(tiny.moneyShare).toBeGreaterThan(0.999);
    expect(tiny.moneyLower).toBeGreaterThan(0.96);
    expect(large.countLower).toBeGreaterThan(small.countLower);
  });

  test('of equal amounts, every case is a monetary unit and both bounds are the same', () => {
    for (const agreed of [0, 150, 190, 200]) {
      const { moneyLower, countLower, moneyUpper, countUpper, units } = measureAgreement(rows(agreed, 200));
      expect(units).toBe(200);
      expect(moneyLower).toBeCloseTo(countLower, 10);
      expect(moneyUpper).toBeCloseTo(countUpper, 10);
    }
  });

  test('a case stands in the sample of monetary units as often as its share of the largest amount says', () => {
    const mixed = [...rows(1000, 1000, '250'), { agreed: true, amountUsd: '1000', draw: 0.99 }];
    expect(Math.abs(measureAgreement(mixed).units - 251)).toBeLessThan(5);
  });

  test('bounds enclose the share', () => {
    const { moneyLower, moneyShare, moneyUpper, countUpper } = measureAgreement(rows(170, 200));
    expect(moneyShare).toBeCloseTo(0.85, 12);
    expect(moneyLower).toBeLessThan(0.85);
    expect(moneyUpper).toBeGreaterThan(0.85);
    expect(countUpper).toBeGreaterThan(0.85);
  });

  test('cases without an amount count one each; nothing measured supports nothing', () => {
    expect(measureAgreement(rows(3, 4, '0'))).toMatchObject({ moneyShare: 0.75, units: 4 });
    expect(measureAgreement([])).toMatchObject({ n: 0, moneyLower: 0, countLower: 0, countUpper: 1 });
  });
});
