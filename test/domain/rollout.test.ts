import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { rolloutPolicySchema } from '../../contracts/policy-rollout.ts';
import { type Compared, measureAgreement } from '../../domain/agreement.ts';
import {
  covers,
  isPromotion,
  objectionToPromotion,
  ROLLOUT_MODES,
  type RolloutRow,
  reasonToDemote,
  rowInForce,
  segmentPatterns,
} from '../../domain/rollout.ts';

const policy = rolloutPolicySchema.parse(
  parse(readFileSync(join(import.meta.dirname, '../../policy/rollout.yaml'), 'utf8')),
);
const { rules } = policy;
const measured = (agreed: number, of: number) =>
  measureAgreement(
    Array.from({ length: of }, (_, i): Compared => ({ agreed: i < agreed, amountUsd: '500' })),
  );

describe('the row in force', () => {
  test('the most specific pattern comes first', () => {
    expect(segmentPatterns('Gold/EMEA/mdf')).toEqual([
      'Gold/EMEA/mdf',
      'Gold/EMEA/*',
      'Gold/*/mdf',
      '*/EMEA/mdf',
      'Gold/*/*',
      '*/EMEA/*',
      '*/*/mdf',
      '*/*/*',
    ]);
  });

  test('is the first pattern of the segment that has a row, whatever order the rows are in', () => {
    const patterns = segmentPatterns('Gold/EMEA/mdf');
    fc.assert(
      fc.property(fc.shuffledSubarray(patterns), (some) => {
        const rows = some.map((segment): RolloutRow => ({ lifecycle: 'deal', segment, mode: 'assisted' }));
        const expected = patterns.find((pattern) => some.includes(pattern)) ?? null;
        expect(rowInForce(rows, 'deal', 'Gold/EMEA/mdf')?.segment ?? null).toBe(expected);
        expect(rowInForce(rows, 'claim', 'Gold/EMEA/mdf')).toBeNull();
      }),
    );
  });

  test('one that is off wins however wide it is: it is the kill switch', () => {
    const patterns = segmentPatterns('Gold/EMEA/mdf');
    fc.assert(
      fc.property(fc.constantFrom(...patterns), (wide) => {
        const rows = patterns.map(
          (segment): RolloutRow => ({
            lifecycle: 'deal',
            segment,
            mode: segment === wide ? 'off' : 'automated',
          }),
        );
        expect(rowInForce(rows, 'deal', 'Gold/EMEA/mdf')?.mode).toBe('off');
      }),
    );
  });

  test('a pattern covers what it matches only', () => {
    expect(covers('Gold/*/*', 'Gold/EMEA/mdf')).toBe(true);
    expect(covers('Gold/*/*', 'Silver/EMEA/mdf')).toBe(false);
  });

  test('a name that is no segment is refused with the form it needs', () => {
    expect(() => segmentPatterns('Gold')).toThrow('tier/region/program');
  });
});

test('a promotion is every step to a mode that may do more', () => {
  for (const [i, from] of ROLLOUT_MODES.entries())
    for (const [j, to] of ROLLOUT_MODES.entries()) expect(isPromotion(from, to)).toBe(j > i);
});

describe('promotion', () => {
  test('needs 200 comparisons and a lower bound of 97 %', () => {
    expect(objectionToPromotion(measured(199, 199), rules)).toContain('200 are needed');
    expect(objectionToPromotion(measured(200, 200), rules)).toBeNull();
    expect(objectionToPromotion(measured(190, 200), rules)).toContain('97.0 % is needed');
    expect(objectionToPromotion(measured(995, 1000), rules)).toBeNull();
  });

  test('reaches the bound with the bound itself', () => {
    const measure = { ...measured(200, 200), moneyLower: rules.promoteAt };
    expect(objectionToPromotion(measure, rules)).toBeNull();
    expect(objectionToPromotion({ ...measure, moneyLower: rules.promoteAt - 0.001 }, rules)).not.toBeNull();
  });

  test('is refused where the few disagreements are about much money', () => {
    const rows = Array.from(
      { length: 300 },
      (_, i): Compared => ({ agreed: i > 2, amountUsd: i > 2 ? '100' : '90000' }),
    );
    expect(objectionToPromotion(measureAgreement(rows), rules)).not.toBeNull();
  });
});

describe('demotion', () => {
  test('at once on one wrong payment, however good the figures', () => {
    expect(reasonToDemote(measured(1000, 1000), true, rules)).toBe('a wrong payment');
  });

  test('when the lower bound falls below 93 %', () => {
    expect(reasonToDemote(measured(195, 200), false, rules)).toBeNull();
    expect(reasonToDemote(measured(185, 200), false, rules)).toContain('the floor is 93.0 %');
  });

  test('a small sample demotes only when it proves that the floor is missed', () => {
    expect(reasonToDemote(measured(2, 3), false, rules)).toBeNull();
    expect(reasonToDemote(measured(0, 3), false, rules)).toContain('at most');
    expect(reasonToDemote(measured(20, 40), false, rules)).toContain('at most');
    expect(reasonToDemote(measured(0, 0), false, rules)).toBeNull();
  });
});

describe('policy/rollout.yaml', () => {
  test('holds the figures of the decisions and the start of the sample channel', () => {
    expect(rules).toEqual({ minimum: 200, days: 90, promoteAt: 0.97, demoteBelow: 0.93 });
    const rows = Object.entries(policy.sample.segments.deal ?? {}).map(
      ([segment, mode]): RolloutRow => ({ lifecycle: 'deal', segment, mode }),
    );
    const modeOf = (segment: string) => rowInForce(rows, 'deal', segment)?.mode;
    expect(modeOf('Platinum/EMEA/standard')).toBe('automated');
    expect(modeOf('Silver/APAC/standard')).toBe('shadow');
    expect(modeOf('Gold/AMER/strategic')).toBe('assisted');
  });

  test('refuses a floor above the promotion bound', () => {
    const wrong = { schemaVersion: 1, ...policy, rules: { ...rules, demoteBelow: 0.99 } };
    expect(() => rolloutPolicySchema.parse(wrong)).toThrow('must not exceed promoteAt');
  });
});
