import { expect, test } from '@jest/globals';
import { pastDecisionOf, registrationStatusOf, STATUS_NAMES } from '../../../domain/deal/past-decision.ts';

test.each([
  ['Approved', 'approve'],
  ['  genehmigt ', 'approve'],
  ['Closed_Won', 'approve'],
  ['Aprovada', 'approve'],
  ['承認', 'approve'],
  ['ABGELEHNT', 'reject'],
  ['refusée', 'reject'],
  ['In Prüfung', null],
  ['Withdrawn', null],
])('%j means %s', (word, decision) => {
  const status = registrationStatusOf(word);
  expect(status).not.toBeNull();
  expect(status && pastDecisionOf(status)).toBe(decision);
});

test('every status is its own word, and what is none is none', () => {
  for (const status of STATUS_NAMES) expect(registrationStatusOf(status)).toBe(status);
  for (const word of ['', 'constructor', 'maybe', 'not approved'])
    expect(registrationStatusOf(word)).toBeNull();
});
