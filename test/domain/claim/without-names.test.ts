import { expect, test } from '@jest/globals';
import { decideClaim } from '../../../domain/claim/decide-claim.ts';
import { withoutNames } from '../../../domain/claim/without-names.ts';
import { evidence, invoice } from './checks/made-evidence.ts';

const POLICY = { automaticFrom: 0.9, readFrom: 0.9, ocrFrom: 0.97 };

test('Temporal gets no name of a company with the reasons, and all that hold none as they are', () => {
  const claim = evidence({
    readings: [invoice({ customer: 'Südsee Reederei AG', seller: 'Elbe Kontor GmbH' })],
    lines: [{ quantity: '11' }],
  });
  const { reasons } = decideClaim(claim, POLICY).decision;
  const names = /nordwind|südsee|elbe|alster/i;
  expect(JSON.stringify(reasons)).toMatch(names);
  const told = withoutNames(reasons, claim);
  expect(JSON.stringify(told)).not.toMatch(names);
  expect(told.map(({ rule, source }) => [rule, source])).toEqual(
    reasons.map(({ rule, source }) => [rule, source]),
  );
  expect(told).toContainEqual(
    expect.objectContaining({ rule: 'claim.customer_differs', text: expect.any(String) }),
  );
  expect(told).toContainEqual(reasons.find(({ rule }) => rule === 'claim.quantity_differs'));
});
