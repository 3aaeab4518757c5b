import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { differences } from '../../domain/differences.ts';
import { canonicalText } from '../../domain/evidence.ts';
import type { Json } from '../../domain/json.ts';

test('names each place, what was there and what is there now', () => {
  const was = {
    outcome: 'review',
    fields: { score: 62, missing: ['a'] },
    reasons: [{ rule: 'x' }, { rule: 'y' }],
  };
  const now = {
    outcome: 'review',
    fields: { score: 64, missing: ['a', 'b'] },
    reasons: [{ rule: 'x' }],
    extra: null,
  };
  expect(differences(was, now)).toEqual([
    { path: 'fields.score', was: 62, now: 64 },
    { path: 'fields.missing[1]', was: undefined, now: 'b' },
    { path: 'reasons[1]', was: { rule: 'y' }, now: undefined },
    { path: 'extra', was: undefined, now: null },
  ]);
});

test('finds none exactly where both have one canonical text', () => {
  const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
  fc.assert(
    fc.property(json, json, (one, other) => {
      expect(differences(one, structuredClone(one))).toEqual([]);
      expect(differences(one, other).length === 0).toBe(canonicalText(one) === canonicalText(other));
    }),
  );
});
