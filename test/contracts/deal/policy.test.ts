import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { decisionPolicySchema } from '../../../contracts/deal/policy.ts';
import { routingSchema } from '../../../contracts/policy-routing.ts';
import { matchModel } from '../../../installation/policy.ts';

const shipped = () => parse(readFileSync('policy/programs/deal.yaml', 'utf8'));
const withDeal = (change: object) => {
  const policy = shipped();
  return decisionPolicySchema.safeParse({ ...policy, deal: { ...policy.deal, ...change } });
};
const wrong = (change: object) => withDeal(change).error?.issues[0];

describe('policy/programs/deal.yaml', () => {
  test('names only levels that the shipped model has for the field', () => {
    const { deal } = decisionPolicySchema.parse(shipped());
    const { model } = matchModel('policy');
    for (const { field, levels } of deal.matching.floors) {
      const known = model.fields.find((one) => one.field === field)?.levels.map(({ level }) => level);
      expect(known).toEqual(expect.arrayContaining(levels));
    }
  });

  test('of before deal@2 is still read, with what then holds', () => {
    const { matching: _, eligibility: __, customerFit: ___, mdf: ____, ...before } = shipped().deal;
    const read = decisionPolicySchema.parse({ ...shipped(), deal: { ...before, similarName: 0.8 } });
    expect(read.deal.matching).toMatchObject({ conflictFrom: 0.9, reviewFrom: 0.6, touchDays: 90 });
    expect(read.deal.eligibility.standard).toMatchObject({ certifications: [], authorisedTerritory: true });
  });

  test.each([
    [
      'a level that no comparison has',
      { floors: [{ field: 'name', levels: ['samesame'], probability: 0.6 }] },
      /no level/,
    ],
    ['thresholds the wrong way round', { reviewFrom: 0.95 }, /must not be above/],
    ['a missing gravity', { gravity: { protected: 1 } }, /./],
  ])('refuses %s', (_name, change, message) => {
    expect(wrong({ matching: { ...shipped().deal.matching, ...change } })?.message).toMatch(message);
  });

  test('refuses to require what no submission has, and programs without a standard', () => {
    expect(wrong({ required: { standard: ['shoe_size'] } })?.message).toMatch(/these can: customer_name/);
    expect(wrong({ eligibility: { strategic: {} } })?.message).toMatch(/standard/);
  });
});

test('policy/routing.yaml ships without rules; a rule without people is refused', () => {
  const routing = parse(readFileSync('policy/routing.yaml', 'utf8'));
  expect(routingSchema.parse(routing)).toEqual([
    { effectiveFrom: '2026-01-01T00:00:00.000Z', overload: 15, rules: [] },
  ]);
  const versions = [{ ...routing.versions[0], rules: [{ name: 'x', people: [] }] }];
  expect(routingSchema.safeParse({ ...routing, versions }).success).toBe(false);
});
