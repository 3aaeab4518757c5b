import { expect, test } from '@jest/globals';
import { decideClaim } from '../../../domain/claim/decide-claim.ts';
import { ratedSku } from '../../../domain/claim/rated-sku.ts';
import { ANY, aProgram, rule } from '../incentives/made.ts';
import { evidence, invoice } from './checks/made-evidence.ts';

const rules = [
  rule({ percent: '5' }, { rule: 'endpoints', skus: ['EP-*'] }),
  rule({ percent: '2' }, { rule: 'archive', skus: ['ARC-STD', 'Arc.Pro'] }),
];

test.each([
  ['EP-PRO', 'EP-PRO'],
  ['ep-pro', 'EP-PRO'],
  ['ep pro', 'EP-PRO'],
  ['ｅｐ－ｐｒｏ', 'EP-PRO'],
  [' Ep_Pro ', 'EP-PRO'],
  ['arcstd', 'ARC-STD'],
  ['arc std', 'ARC-STD'],
  ['ARC PRO', 'Arc.Pro'],
  // What begins otherwise is another product.
  ['EPSILON-1', 'EPSILON-1'],
  ['EPPRO', 'EPPRO'],
  ['arc-max', 'arc-max'],
])('%j is rated as %j', (stated, rated) => {
  expect(ratedSku(stated, aProgram({ rules }))).toBe(rated);
});

test('a line earns the same however its product is written, by rule, bonus, bundle and condition', () => {
  const body = aProgram({
    rules,
    eligibility: {
      ...aProgram().eligibility,
      skus: ['EP-*', 'ARC-STD'],
      conditions: [{ condition: 'pro', when: "sale.sku == 'EP-PRO'", text: 'Only for EP-PRO' }],
    },
    bonuses: [{ ...ANY, skus: ['EP-PRO'], bonus: 'more', gives: { percent: '1' } }],
    bundles: [{ bundle: 'one', skus: ['EP-PRO', 'ARC-STD'], perBundle: { amount: '7.00', currency: 'EUR' } }],
  });
  const program = { version: 'v1', body };
  const earned = (sku: string) =>
    decideClaim(evidence({ program, lines: [{ sku }], readings: [invoice({}, [{ sku: 'EP-PRO' }])] }), {
      ...{ automaticFrom: 0.9, readFrom: 0.9, ocrFrom: 0.97 },
    }).decision.fields;
  expect(earned('ep pro').earned).toEqual({ amount: '252.00', currency: 'EUR' });
  expect(earned('ep pro').lines[0]?.verdict).toBe(earned('EP-PRO').lines[0]?.verdict);
  expect(earned('ep pro').earned).toEqual(earned('EP-PRO').earned);
});
