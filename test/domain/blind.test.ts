import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { comparisonKind, drawBlind, drawnAfterwards, shareNeeded } from '../../domain/blind.ts';
import { rolloutPolicy } from '../../installation/policy.ts';

const { rules } = rolloutPolicy('policy');
const busy = { cases: 10_000, days: 90 };

describe('which cases are decided blind', () => {
  test('all of shadow, a fifth of assisted, two of a hundred where the machine acts by itself', () => {
    expect(drawBlind('shadow', 0.999, rules, busy)).toEqual({ kind: 'shadow', share: 1 });
    expect(drawBlind('assisted', 0.1999, rules, busy)).toEqual({ kind: 'sample', share: 0.2 });
    expect(drawBlind('assisted', 0.2, rules, busy)).toBeNull();
    expect(drawBlind('automated', 0.0199, rules, busy)).toEqual({ kind: 'control', share: 0.02 });
    expect(drawBlind('automated', 0.02, rules, busy)).toBeNull();
    expect(drawBlind('off', 0, rules, busy)).toBeNull();
  });

  test('more where the share would not reach the least number, once the traffic is known', () => {
    const plan = rules.control;
    expect(shareNeeded(plan, { cases: 300, days: 90 }, 90)).toBeCloseTo(0.1, 12);
    expect(shareNeeded(plan, { cases: 100, days: 30 }, 90)).toBeCloseTo(0.1, 12);
    expect(shareNeeded(plan, { cases: 20, days: 90 }, 90)).toBe(1);
    expect(shareNeeded(plan, { cases: 0, days: 90 }, 90)).toBe(1);
    expect(shareNeeded(plan, { cases: 1, days: 13 }, 90)).toBe(0.02);
    expect(shareNeeded({ share: 0, atLeast: 30 }, { cases: 300, days: 90 }, 90)).toBe(0);
  });

  test('so many that the least number is expected, whatever the traffic', () => {
    const traffic = fc.record({
      cases: fc.integer({ min: 1, max: 100_000 }),
      days: fc.integer({ min: 14, max: 90 }),
    });
    fc.assert(
      fc.property(traffic, ({ cases, days }) => {
        const expected = (cases / days) * 90;
        const share = shareNeeded(rules.blind, { cases, days }, 90);
        expect(share).toBeLessThanOrEqual(1);
        expect(share * expected).toBeGreaterThanOrEqual(Math.min(60, expected) - 1e-6);
      }),
    );
  });
});

test('what a look counts for', () => {
  const drawn = { blind: null, afterwards: false };
  expect(comparisonKind({ ...drawn, blind: { kind: 'shadow', share: 1 } }, false)).toBe('blind');
  expect(comparisonKind({ ...drawn, blind: { kind: 'sample', share: 0.2 } }, false)).toBe('blind');
  expect(comparisonKind({ ...drawn, blind: { kind: 'control', share: 0.02 } }, true)).toBe('control');
  expect(comparisonKind(drawn, false)).toBe('confirmed');
  expect(comparisonKind(drawn, true)).toBe('automatic');
  expect(comparisonKind({ ...drawn, afterwards: true }, true)).toBe('afterwards');
  expect(drawnAfterwards(0.99, rules)).toBe(true);
  expect(drawnAfterwards(0.989, rules)).toBe(false);
});
