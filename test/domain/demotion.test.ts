import { describe, expect, test } from '@jest/globals';
import { type Compared, measureAgreement } from '../../domain/agreement.ts';
import { type OperationMeasure, reasonNotMeasured, reasonToDemote } from '../../domain/demotion.ts';
import { rolloutPolicy } from '../../installation/policy.ts';
import { randomNumbers } from '../environment/random-numbers.ts';

const { rules } = rolloutPolicy('policy');
const controls = (agreed: number, of: number) =>
  measureAgreement(
    Array.from({ length: of }, (_, i): Compared => ({ agreed: i < agreed, amountUsd: '500', draw: 0.5 })),
  );
const operation = (agreed: number, of: number, more: Partial<OperationMeasure> = {}): OperationMeasure => ({
  ...{ cases: of * 50, wrong: 0, wrongMoney: 0, unproved: 0, controls: controls(agreed, of) },
  ...more,
});
const reason = (measure: OperationMeasure) => reasonToDemote(measure, false, rules);

describe('demotion', () => {
  test('at once on one wrong payment, however good the figures', () => {
    expect(reasonToDemote(operation(1000, 1000), true, rules)).toBe('a wrong payment');
  });

  test('at once when a comparison is not as signed: what it hides is not known', () => {
    expect(reason(operation(1000, 1000, { unproved: 1 }))).toContain('1 of its comparisons is not as signed');
    const times = { since: '2026-11-01T00:00:00Z', now: '2026-11-02T00:00:00Z' };
    expect(reasonNotMeasured(operation(1000, 1000, { unproved: 2 }), times, rules)).toContain(
      '2 of its comparisons are not as signed',
    );
  });

  test('when the lower bound of the control sample falls below 93 %', () => {
    expect(reason(operation(195, 200))).toBeNull();
    expect(reason(operation(185, 200))).toContain('the floor is 93.0 %');
  });

  test('what was taken back counts by its share of all cases, on top of the control sample', () => {
    expect(reason(operation(200, 200, { cases: 10_000, wrong: 100, wrongMoney: 0.01 }))).toBeNull();
    expect(reason(operation(200, 200, { cases: 10_000, wrong: 600, wrongMoney: 0.06 }))).toContain(
      '600 known to be wrong',
    );
  });

  test('a few cases taken back demote nobody: they are known because they are wrong', () => {
    for (const wrong of [1, 5, 20])
      expect(reason(operation(0, 0, { cases: 1_000, wrong, wrongMoney: wrong / 1_000 }))).toBeNull();
    expect(reason(operation(0, 0, { cases: 1, wrong: 1, wrongMoney: 1 }))).toBeNull();
  });

  test('a large one taken back weighs by its money', () => {
    const heavy = { cases: 10_000, wrong: 10, wrongMoney: 0.2 };
    expect(reason(operation(200, 200, heavy))).toContain('of the money');
  });

  test('a small sample demotes only when it proves that the floor is missed', () => {
    expect(reason(operation(2, 3))).toBeNull();
    expect(reason(operation(0, 3))).toContain('at most');
    expect(reason(operation(20, 40))).toContain('at most');
    expect(reason(operation(0, 0))).toBeNull();
  });

  test('finds a machine that got worse, by its control sample alone', () => {
    const random = randomNumbers(7);
    const demotedAt = Array.from({ length: 30 }, () => {
      let agreed = 0;
      for (let n = 1; n <= 100; n += 1) {
        if (random() < 0.8) agreed += 1;
        if (reason(operation(agreed, n)) !== null) return n;
      }
      return Number.POSITIVE_INFINITY;
    });
    expect(Math.max(...demotedAt)).toBeLessThanOrEqual(60);
  });
});

describe('a segment that is not measured any more', () => {
  const now = '2026-11-27T00:00:00.000Z';
  const day = (days: number) => new Date(Date.parse(now) - days * 86_400_000).toISOString();
  const told = (controlled: number, cases: number, since = day(90)) =>
    reasonNotMeasured(operation(controlled, controlled, { cases }), { since, now }, rules);

  test('goes back when too few of its cases were decided blind in all of the days', () => {
    expect(told(29, 1_500)).toBe(
      'not measured any more: 29 of 1500 cases in 90 days were decided in the control sample, 30 are needed',
    );
    expect(told(30, 1_500)).toBeNull();
  });

  test('does not while it is young, or had too few cases to measure', () => {
    expect(told(0, 1_500, day(89))).toBeNull();
    expect(told(0, 29)).toBeNull();
    expect(told(0, 30)).not.toBeNull();
  });
});
