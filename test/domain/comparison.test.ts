import { expect, test } from '@jest/globals';
import { isTampered } from '../../domain/comparison.ts';

test('what does not prove was tampered with, unless a worker of before has kept it of somebody who had seen the advice', () => {
  const signed = { kid: 'k', at: '2026-11-27T12:00:00.000Z', signature: 's' };
  expect(isTampered({ kind: 'confirmed', signed: null })).toBe(false);
  expect(isTampered({ kind: 'confirmed', signed })).toBe(true);
  for (const kind of ['blind', 'control', 'automatic', 'afterwards'] as const)
    for (const one of [null, signed]) expect(isTampered({ kind, signed: one })).toBe(true);
});
