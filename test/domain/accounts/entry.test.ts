import { expect, test } from '@jest/globals';
import { termsOf } from '../../../domain/accounts/entry.ts';
import { outBy } from '../../../domain/accounts/roll.ts';
import { showRoll } from '../../../domain/accounts/show-roll.ts';
import type { AccrualLine } from '../../../domain/incentives/accruals.ts';

const line = (changes: Partial<AccrualLine>) =>
  ({ payee: '7001', partner: '7001', toPerson: false, minor: 500n, holdDays: 30, ...changes }) as AccrualLine;

test.each<[string, Partial<AccrualLine>, string, string | null, string | null]>([
  ['its partner', {}, '7001', null, '2026-03-02'],
  ['the distributor', { payee: '7555' }, '7555', null, '2026-03-02'],
  ['a person at the partner', { payee: 't_x', toPerson: true }, '7001', 't_x', '2026-03-02'],
  ['what is taken back', { minor: -500n }, '7001', null, null],
  ['no hold', { holdDays: 0 }, '7001', null, '2026-01-31'],
])(
  '%s: on whose statement a line stands, and from when on it may be paid',
  (_, changes, creditor, person, heldUntil) => {
    expect(termsOf(line(changes), '2026-01-31')).toEqual({
      ...{ creditor, person, heldUntil },
      bookedOn: '2026-01-31',
    });
  },
);

test('a row of the roll that does not add up says by how much', () => {
  const row = {
    ...{ program: 'p', partner: '7001', legalEntity: null, currency: 'JPY' },
    ...{ opening: 100n, earned: 50n, reversed: 20n, paid: 30n, exchange: 1n, closing: 101n, onHold: 0n },
  };
  expect(outBy(row)).toBe(0n);
  expect(outBy({ ...row, closing: 100n })).toBe(1n);
  expect(showRoll(row)).toMatchObject({ opening: { amount: '100', currency: 'JPY' } });
});
