import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hostOf, normaliseCompanyName } from '../../../domain/company/company-name.ts';
import { trigramSimilarity } from '../../../domain/match/trigram.ts';

test.each([
  ['Müller & Söhne GmbH & Co. KG', 'muller sohne'],
  ['Nestlé S.A.', 'nestle'],
  ['ACME Inc.', 'acme'],
  ['Acme, Incorporated', 'acme'],
  ['Straßenbau Weiß G.m.b.H.', 'strassenbau weiss'],
  ['AB', 'ab'],
  ['株式会社サンプル', '株式会社サンフル'],
])('%s is known as %s', (name, known) => {
  expect(normaliseCompanyName(name)).toBe(known);
});

test('a normalised name is its own normal form', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      const once = normaliseCompanyName(name);
      expect(normaliseCompanyName(once)).toBe(once);
    }),
  );
});

test.each([
  ['a@Example.COM', 'example.com'],
  ['https://www.example.co.uk/path?x=1', 'example.co.uk'],
  ['example.de:8080', 'example.de'],
  ['nobody', null],
  [null, null],
  ['x@', null],
])('the host of %s is %s', (text, host) => {
  expect(hostOf(text)).toBe(host);
});

// 0.363636 is the PostgreSQL documentation's own example; test/adapters/store compares many pairs with the database.
test.each([
  ['word', 'two words', 0.363636],
  ['helvetia feinmechanik', 'helvetia feinmechanick', 0.8],
  ['acme', 'acme', 1],
  ['', 'acme', 0],
])('similarity of %s and %s', (a, b, expected) => {
  expect(trigramSimilarity(a, b)).toBeCloseTo(expected, 5);
  expect(trigramSimilarity(b, a)).toBe(trigramSimilarity(a, b));
});
