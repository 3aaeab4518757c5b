import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { rolloutPolicySchema } from '../../contracts/policy-rollout.ts';
import {
  covers,
  isPromotion,
  ROLLOUT_MODES,
  type RolloutRow,
  rowInForce,
  segmentPatterns,
} from '../../domain/rollout.ts';

const policy = rolloutPolicySchema.parse(
  parse(readFileSync(join(import.meta.dirname, '../../policy/rollout.yaml'), 'utf8')),
);
const { rules } = policy;
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

describe('policy/rollout.yaml', () => {
  test('holds the figures of the decisions and the start of the sample channel', () => {
    expect(rules).toEqual({
      ...{ minimum: 200, days: 90, promoteAt: 0.97, demoteBelow: 0.93 },
      blind: { share: 0.2, atLeast: 60 },
      control: { share: 0.02, atLeast: 30 },
      afterwards: 0.01,
    });
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
