import { expect, test } from '@jest/globals';
import { afterEnd } from '../../../../adapters/intake/deal/reopening.ts';
import { isOlder } from '../../../../adapters/intake/version.ts';

const now = new Date('2026-11-21T12:00:00Z');
const days = (count: number) => new Date(now.getTime() - count * 86_400_000).toISOString();

test.each([
  ['running', null, 0, 'running'],
  ['waiting_for_decision', null, 0, 'running'],
  ['waiting_for_partner', null, 0, 'running'],
  ['completed', 'Approved', 1, 'closed'],
  ['completed', 'Converted', 1, 'closed'],
  ['completed', 'Rejected', 400, 'next'],
  ['completed', 'Withdrawn', 400, 'next'],
  ['completed', 'Incomplete', 29, 'next'],
  ['completed', 'Incomplete', 31, 'next, late'],
  ['rolled_back', 'Approved', 400, 'next'],
  ['rollback_incomplete', 'Approved', 1, 'closed'],
  ['failed', null, 1, 'next'],
] as const)('a new version of a %s case (%s, %i days ago) means %s', (status, outcome, ago, means) => {
  const after = afterEnd({ status, outcome, endedAt: days(ago), summary: {} }, now);
  const late = after.verdict === 'next' && after.problems.some((each) => each.code === 'reopened_late');
  expect(`${after.verdict}${late ? ', late' : ''}`).toBe(means);
});

test.each([
  ['Incomplete', 29, {}, 'kept'],
  ['Incomplete', 31, {}, 'lost'],
  ['Incomplete', 1, { reopened: true }, 'lost'],
  ['Rejected', 1, {}, 'own'],
] as const)('the place of what ended as %s %i days ago (%j) is %s', (outcome, ago, summary, place) => {
  const latest = { status: 'completed' as const, outcome, endedAt: days(ago), summary };
  expect(afterEnd(latest, now)).toMatchObject({ verdict: 'next', place });
});

test.each([
  ['9', '10', true],
  ['10', '9', false],
  ['10', '10', false],
  ['90071992547409930', '90071992547409931', true],
  ['2026-11-20T10:00:00Z', '2026-11-20T12:00:00+01:00', true],
  ['2026-11-20T12:00:00Z', '2026-11-20T12:00:00.5Z', true],
  ['a', 'b', false],
  ['9', '2026-11-20T10:00:00Z', false],
])('version %s after %s is outdated: %s', (version, latest, older) => {
  expect(isOlder(version, latest)).toBe(older);
});
