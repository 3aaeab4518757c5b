import { expect, test } from '@jest/globals';
import { conflictText } from '../../../cli/deal/conflict-text.ts';
import { dealEvidenceText } from '../../../cli/deal/evidence-text.ts';
import { findConflicts } from '../../../domain/deal/conflict.ts';
import { conflictHistories } from '../../../domain/deal/conflict-history.ts';
import { cleanRegistration, POLICY, rival } from '../../domain/deal/fixtures.ts';

const fields = [
  { field: 'name', level: 'same', weight: 14.3, why: '' },
  { field: 'domain', level: 'different', weight: -5, why: '' },
  { field: 'contact', level: 'unknown', weight: 0, why: '' },
];
const evidence = cleanRegistration({
  matches: [
    rival({ name: 'Rheinwerk Logistik', fields, facts: { protectedUntil: '2027-01-01T00:00:00.000Z' } }),
  ],
});

test('a conflict says what it is, who was first and what to do', () => {
  const of = { case: 'deal:portal:1', revision: 1, evidenceHash: 'e' };
  const [found] = conflictHistories(findConflicts(evidence, POLICY), evidence, of);
  expect(
    conflictText({ ...(found as NonNullable<typeof found>), appealUntil: '2027-01-19T12:00:00.000Z' }),
  ).toEqual([
    'conflict (protected): Rheinwerk Logistik, registration:deal:portal:0',
    'risk 97 of 100, probability 0.97, the other one was first, appeal until 2027-01-19; keep the other one',
  ]);
});

test('the evidence says field by field why, and leaves out what neither side says', () => {
  expect(dealEvidenceText(evidence).candidates).toEqual([
    'registration:deal:portal:0: Rheinwerk Logistik, partner 7002, open, protected until 2027-01-01; probability 0.97: ' +
      'name same (+14.3), domain different (−5.0)',
  ]);
});
