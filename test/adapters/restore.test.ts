import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { holdsOurs, leftAlone, restoration } from '../../adapters/restore.ts';

const value = fc.constantFrom(null, '', 'a', ' a ', 'b', 0, 1, true, '2027-01-31', '2027-01-31T00:00:00');
const record = fc.dictionary(fc.constantFrom('x', 'y', 'z'), value);

test('a field goes back only while it holds what we wrote, and nothing else is touched', () => {
  fc.assert(
    fc.property(record, record, record, (before, ours, now) => {
      const { back, left } = restoration(before, ours, now);
      for (const name of Object.keys(back)) {
        expect(Object.keys(ours)).toContain(name);
        expect(holdsOurs(now, { [name]: ours[name] ?? null })).toBe(true);
        expect(back[name]).toEqual(before[name] ?? null);
      }
      for (const name of left) {
        expect(holdsOurs(now, { [name]: ours[name] ?? null })).toBe(false);
        expect(back).not.toHaveProperty(name);
      }
      // After it every field that was ours is as before, or was named as left.
      const after = { ...now, ...back };
      for (const name of Object.keys(ours).filter((each) => !left.includes(each)))
        expect(holdsOurs(after, { [name]: before[name] ?? null })).toBe(true);
      expect(restoration(before, ours, after).back).toEqual({});
    }),
    { numRuns: 2000 },
  );
});

test('what a vendor does to a value is no difference; another value is', () => {
  expect(
    holdsOurs(
      { date: '2027-01-31T00:00:00', text: 'a', none: null },
      { date: '2027-01-31', text: ' a ', none: '' },
    ),
  ).toBe(true);
  expect(holdsOurs({ date: '2027-01-31T08:00:00' }, { date: '2027-01-31' })).toBe(false);
  expect(holdsOurs({ amount: 64, score: '64.0' }, { amount: '64', score: 64 })).toBe(true);
  expect(holdsOurs({ amount: 1 }, { amount: '2' })).toBe(false);
  expect(holdsOurs({ amount: 0 }, { amount: ' ' })).toBe(false);
  expect(holdsOurs({ reference: '0064' }, { reference: '64' })).toBe(false);
  expect(holdsOurs({}, { amount: 0 })).toBe(false);
});

test('nothing left, nothing said', () => {
  expect(leftAlone('x', [])).toEqual({});
});
