import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cosineTo, eachGram, GRAMS } from '../../../adapters/match/cosine.ts';
import { KEYS_VERSION, matchKeysOf } from '../../../adapters/match/keys.ts';
import { nameKeys } from '../../../adapters/match/name-keys.ts';
import { rarityOf, worthAsking } from '../../../adapters/match/statistics.ts';
import { sha256 } from '../../../adapters/store/hash.ts';
import { companyRecords } from '../../../scripts/bench/company-records.ts';
import { seeded } from '../../../scripts/bench/random.ts';
import { aRecord } from './records.ts';

const names = (name: string, side: 'kept' | 'asked' = 'kept') =>
  new Set(matchKeysOf(aRecord('registration:1', name), side).names);
/** Of words as they are: an abbreviation would be spelled out in a name. */
const keys = (words: string[], side: 'kept' | 'asked' = 'kept') => nameKeys(words, side);
const share = <T>(a: Set<T>, b: Set<T>) => [...a].some((key) => b.has(key));
const word = fc.string({ unit: fc.constantFrom(...'abcdefghiklmnoprstuvwz'), minLength: 5, maxLength: 12 });

describe('keys', () => {
  test('have not changed since their version was raised: raise KEYS_VERSION and put the new number here', () => {
    const all = companyRecords(seeded(1), 500).map(({ record }) => matchKeysOf(record, 'kept'));
    expect([KEYS_VERSION, sha256(JSON.stringify(all)).slice(0, 12)]).toMatchInlineSnapshot(`
[
  6,
  "5bf3f1ba733a",
]
`);
  });

  test('one letter lost, added or replaced in any word leaves a common key', () => {
    fc.assert(
      fc.property(
        word,
        word,
        fc.nat(),
        fc.constantFrom('lost', 'added', 'replaced'),
        (first, second, at, how) => {
          const i = at % first.length;
          const rest = first.slice(how === 'added' ? i : i + 1);
          const typo = first.slice(0, i) + (how === 'lost' ? '' : 'x') + rest;
          // Of letters that no word has, so that only the word with the typo can be what is shared.
          const other = 'qqjqjq';
          expect(share(keys([first, second]), keys([typo, other], 'asked'))).toBe(true);
          expect(share(keys([second, first]), keys([other, typo], 'asked'))).toBe(true);
        },
      ),
    );
  });

  test('a name of two common words with a typo shares a key that is no single word', () => {
    const pair = (words: string[], side: 'kept' | 'asked') => {
      const single = new Set(words.flatMap((each) => [...keys([each], side)]));
      return new Set([...keys(words, side)].filter((key) => !single.has(key)));
    };
    fc.assert(
      fc.property(word, word, fc.nat(), (first, second, at) => {
        fc.pre(first !== second);
        const i = at % first.length;
        const typo = first.slice(0, i) + first.slice(i + 1);
        fc.pre(typo !== second && !second.startsWith(typo));
        const kept = pair([first, second], 'kept');
        expect(share(kept, pair([typo, second], 'asked'))).toBe(true);
        expect(share(kept, pair([second, typo], 'asked'))).toBe(true);
      }),
    );
  });

  test('order, case, accents and legal form do not count', () => {
    expect(names('Muller Logistik S.A.')).toEqual(names('MULLER LOGISTIK'));
    // Some forms drop what they cannot write: the accented name is found as `Mller`, too.
    const accented = names('Müller Logistik GmbH');
    for (const key of names('MULLER LOGISTIK')) expect(accented.has(key)).toBe(true);
    expect(share(accented, names('Mller Logistik'))).toBe(true);
  });
});

describe('what is asked', () => {
  const keys = { name: '', strong: [1], names: [2, 3, 4, 5] };
  const learnt = {
    ...{ records: 1_000, keys: [1, 2, 3, 4], keyShares: [0.9, 0.1, 0.2, 0.3] },
    ...{ grams: [], gramShares: [] },
  };

  test('are all rare keys, then common ones while there is room', () => {
    expect(worthAsking(keys, rarityOf(learnt), 400)).toEqual([5, 2, 3]);
    expect(worthAsking(keys, rarityOf(null), 400)).toEqual([1, 2, 3, 4, 5]);
  });

  test('are one more when they bring little, unless it would bring too much', () => {
    const learntOf = (share: number) => rarityOf({ ...learnt, keys: [4], keyShares: [share] });
    expect(worthAsking({ name: '', strong: [], names: [4, 5] }, learntOf(0.3), 100)).toEqual([5, 4]);
    expect(worthAsking({ name: '', strong: [], names: [4, 5] }, learntOf(0.31), 100)).toEqual([5]);
    expect(worthAsking({ name: '', strong: [], names: [] }, rarityOf(learnt), 10)).toEqual([]);
  });
});

describe('the cosine', () => {
  const flat = new Float64Array(GRAMS).fill(1);
  const grams = (name: string) => {
    const found = new Set<number>();
    eachGram(name, (gram) => found.add(gram));
    return found;
  };

  test('is over the pieces that pg_trgm cuts: two blanks in front of each word, one behind', () => {
    expect(grams('ab')).toHaveProperty('size', 3);
    expect(grams('ab cde')).toHaveProperty('size', 3 + 4);
    expect(grams('ab ab')).toEqual(grams('ab'));
    expect(grams('')).toHaveProperty('size', 0);
    expect(Math.max(...grams('zz 999'))).toBeLessThan(GRAMS);
  });

  test('is 1 for the same words, 0 for nothing in common, the same both ways', () => {
    expect(cosineTo('nordwind logistik', flat)('logistik nordwind')).toBeCloseTo(1, 12);
    expect(cosineTo('nordwind', flat)('esche')).toBe(0);
    expect(cosineTo('', flat)('esche')).toBe(0);
    expect(cosineTo('esche', flat)('')).toBe(0);
    fc.assert(
      fc.property(word, word, (a, b) => {
        const there = cosineTo(a, flat)(b);
        expect(there).toBeGreaterThanOrEqual(0);
        expect(there).toBeLessThanOrEqual(1 + 1e-9);
        expect(cosineTo(b, flat)(a)).toBeCloseTo(there, 12);
      }),
    );
  });

  test('agrees with the one computed by hand', () => {
    // `abc` and `abd` share two of four pieces each.
    expect(cosineTo('abc', flat)('abd')).toBeCloseTo(2 / 4, 12);
  });

  test('counts a rare piece for more than a common one', () => {
    const weights = Float64Array.from(flat);
    for (const gram of grams('logistik')) weights[gram] = 0.1;
    const like = cosineTo('nordwind logistik', weights);
    expect(like('nordwind spedition')).toBeGreaterThan(like('sudwest logistik'));
  });
});
