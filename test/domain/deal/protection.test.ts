import { expect, test } from '@jest/globals';
import {
  type Extendable,
  extendedUntil,
  objectionToExtension,
  untilProtectionNotice,
} from '../../../domain/deal/protection.ts';

const NOW = '2026-11-20T10:00:00.000Z';
const moved: Extendable = {
  status: 'Approved',
  protectedUntil: '2027-01-19T10:00:00.000Z',
  extendedAt: null,
  stage: 'Proposal',
  openingStage: 'Qualification',
};

test.each([
  ['30 days before it, 60 days before the end', 30, '2026-11-20T10:00:00.000Z', 30],
  ['the day itself', 7, '2027-01-12T10:00:00.000Z', 0],
  ['the end itself', 0, '2027-01-12T10:00:00.000Z', 7],
  ['past', 30, '2027-01-12T10:00:00.000Z', -23],
])('a notice is due: %s', (_, daysLeft, now, days) => {
  const wait = untilProtectionNotice('2027-01-19T10:00:00.000Z', daysLeft, Date.parse(now));
  expect(wait).toBe(days * 86_400_000);
});

test('an approved registration whose stage has moved is extended by 90 days', () => {
  expect(objectionToExtension(moved, NOW)).toBeNull();
  expect(extendedUntil('2027-01-19T10:00:00.000Z')).toBe('2027-04-19T10:00:00.000Z');
});

test.each<[Partial<Extendable>, RegExp]>([
  [{ extendedAt: '2026-10-01T10:00:00.000Z' }, /on 2026-10-01 already; .* once/],
  [{ stage: 'Qualification' }, /still in "Qualification", the stage in which it began/],
  [{ stage: null }, /no open opportunity/],
  [{ status: 'Withdrawn' }, /no protection to extend.*Withdrawn/],
  [{ protectedUntil: null }, /no protection to extend/],
  [{ protectedUntil: NOW }, /no protection to extend/],
])('is refused: %j', (change, words) => {
  expect(objectionToExtension({ ...moved, ...change }, NOW)).toMatch(words);
});

test('a CRM that keeps no stages of its own writes none, so any stage has moved', () => {
  expect(objectionToExtension({ ...moved, openingStage: null }, NOW)).toBeNull();
});
