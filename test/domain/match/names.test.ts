import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readName } from '../../../domain/match/company-name.ts';
import { compareNames } from '../../../domain/match/compare-names.ts';
import { cpuMs } from '../../environment/cpu-time.ts';

const similarity = (a: string, b: string) => {
  const [left, right] = [readName(a), readName(b)];
  return left.length === 0 || right.length === 0 ? 0 : compareNames(left, right, null).similarity;
};

test.each([
  ['Müller & Söhne GmbH & Co. KG', 'Mueller und Soehne'],
  ['Crédit Agricole S.A.', 'CREDIT AGRICOLE'],
  ['Acme International Manufacturing', 'ACME Intl. Mfg. Inc.'],
  ['University of Leeds', 'Univ. of Leeds'],
  ['ООО Ромашка', 'Romashka LLC'],
  ['Ακρόπολις Α.Ε.', 'Akropolis'],
  ['株式会社サンプル', 'サンプル'],
  ['Open Joint Stock Company Gazprom', 'OAO Gazprom'],
  ['PricewaterhouseCoopers LLP', 'Pricewaterhouse Coopers'],
  ['I.B.M. Corp.', 'IBM'],
  ['World Health Organisation', 'World Health Organization'],
])('%s is %s', (one, other) => {
  expect(similarity(one, other)).toBeGreaterThan(0.85);
});

test.each([
  ['Fund 7', 'Fund 8'],
  ['Bank of Armenia', 'Bank of America'],
  ['CDE Company', 'A.B.C. Company'],
  ['Government of Estonia', 'Government of Ethiopia'],
])('%s is not %s', (one, other) => {
  expect(similarity(one, other)).toBeLessThan(0.7);
});

test('an acronym stands for the name, at less than the name', () => {
  const found = similarity('NATO', 'North Atlantic Treaty Organization');
  expect(found).toBeGreaterThan(0.7);
  expect(found).toBeLessThan(1);
});

test('a word of the language itself is a word like any other', () => {
  const frequencies = { of: { services: 0.1 }, other: 0.001 };
  const [a, b] = [readName('Constructor Services'), readName('Constructor Services Ltd')];
  expect(compareNames(a, b, frequencies).similarity).toBe(1);
  expect(compareNames(a, b, frequencies).bits).toBeGreaterThan(10);
});

test('a hostile name costs no minutes', () => {
  const long = (seed: string) =>
    Array.from({ length: 20_000 }, (_, i) => `${seed}${i.toString(36)}x`).join(' ');
  const began = cpuMs();
  similarity(long('alpha'), long('alphb'));
  expect(cpuMs() - began).toBeLessThan(2_000);
});

const word = fc.constantFrom(
  'acme',
  'nordlicht',
  'helvetia',
  'energie',
  'quantum',
  'meridian',
  'söhne',
  'zürich',
);
const words = fc.uniqueArray(word, { minLength: 1, maxLength: 5 });

describe('of any words', () => {
  test('order does not matter', () => {
    fc.assert(
      fc.property(
        words.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          expect(similarity(list.join(' '), shuffled.join(' '))).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  test('accents, case and legal forms do not matter', () => {
    fc.assert(
      fc.property(
        words,
        fc.constantFrom('GmbH', 'Inc.', 'S.A.', 'B.V.', 'Ltd', 'Limited Liability Company', '株式会社'),
        (list, form) => {
          const name = list.join(' ');
          const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
          expect(similarity(`${name} ${form}`, plain)).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  test('a name is itself, two names are alike both ways, and never beyond 0 to 1', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        const found = similarity(a, b);
        expect(found).toBeGreaterThanOrEqual(0);
        expect(found).toBeLessThanOrEqual(1);
        expect(similarity(b, a)).toBeCloseTo(found, 9);
        if (readName(a).length > 0) expect(similarity(a, a)).toBeCloseTo(1, 9);
      }),
    );
  });

  test('a word that only one side has never helps', () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        const extended = [...a, 'xylophon'].join(' ');
        expect(similarity(extended, b.join(' '))).toBeLessThanOrEqual(
          similarity(a.join(' '), b.join(' ')) + 1e-9,
        );
      }),
    );
  });
});
