import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { priorityInstant } from '../../../domain/deal/priority.ts';
import type { DealSubmission } from '../../../domain/deal/registration.ts';

const MARCH = '2026-03-02T09:00:00.000Z';
const APRIL = '2026-04-02T09:00:00.000Z';
const NOW = '2026-05-02T09:00:00.000Z';
const submission = (customer_name: string | null, submission_timestamp: string) =>
  ({ customer_name, submission_timestamp }) as DealSubmission;
const inTime = { inTime: true, now: NOW };
const late = { inTime: false, now: NOW };

test.each([
  ['completed in time it keeps its place', 'Acme', 'Acme', inTime, MARCH],
  ['however it is spelled now', 'ACME  Inc.', 'Acme, Inc', inTime, MARCH],
  ['also when the customer was missing', 'Acme', null, inTime, MARCH],
  ['another customer has a place of its own', 'Borealis', 'Acme', inTime, APRIL],
  ['reopened late it has lost its place', 'Acme', 'Acme', late, APRIL],
])('%s', (_, next, before, when, expected) => {
  expect(priorityInstant(submission(next, APRIL), submission(before, MARCH), when)).toBe(expected);
});

test('a late reopening that repeats the old instant counts from now', () => {
  expect(priorityInstant(submission('Acme', MARCH), submission('Acme', MARCH), late)).toBe(NOW);
});

test('nobody gets an earlier place than any that was stated', () => {
  const instant = fc.integer({ min: 0, max: 1e12 }).map((ms) => new Date(ms).toISOString());
  const name = fc.option(fc.constantFrom('Acme', 'acme', 'Borealis'));
  fc.assert(
    fc.property(instant, instant, name, name, fc.boolean(), (a, b, one, other, intime) => {
      const answer = priorityInstant(submission(one, a), submission(other, b), { inTime: intime, now: NOW });
      expect([a, b, NOW]).toContain(answer);
      expect(answer >= (a < b ? a : b)).toBe(true);
    }),
  );
});
