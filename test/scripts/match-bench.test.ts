import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { candidatePairs } from '../../scripts/bench/match-candidates.ts';
import { judge } from '../../scripts/bench/match-judging.ts';
import { kindOf } from '../../scripts/bench/match-kinds.ts';
import { readLinkage } from '../../scripts/bench/match-linkage.ts';
import { link } from '../../scripts/bench/match-linking.ts';
import { judgePairs } from '../../scripts/bench/match-pairs.ts';
import { f1, interval, type Scored, twoFold } from '../../scripts/bench/match-scores.ts';
import { holdsMatchSet } from '../../scripts/bench/match-tables.ts';
import { tokenSort } from '../../scripts/bench/match-yardsticks.ts';
import { seeded } from '../../scripts/bench/random.ts';

const DATA = join(import.meta.dirname, '../data');
const scored = (...pairs: [number, boolean][]): Scored[] => pairs.map(([score, same]) => ({ score, same }));

describe('F1', () => {
  const pairs = scored([0.95, true], [0.92, false], [0.9, true], [0.5, true], [0.1, false]);

  test('is hits over the mean of called and true', () => {
    // Called: 3, of them 2 true; true in all: 3. 2·2 / (3 + 3)
    expect(f1(pairs, 0.9)).toBeCloseTo(4 / 6, 9);
  });

  test('counts true pairs that were never scored as missed', () => {
    expect(f1(pairs, 0.9, 2)).toBeCloseTo(4 / 8, 9);
  });

  test('lies in its interval', () => {
    const [low, high] = interval(pairs, 0.9, 0, seeded(1));
    expect(low).toBeLessThanOrEqual(f1(pairs, 0.9));
    expect(high).toBeGreaterThanOrEqual(f1(pairs, 0.9));
    expect(high).toBeGreaterThan(low);
  });

  test('with a fitted threshold is 1 where scores separate, and never calls what has no score', () => {
    const random = seeded(2);
    const apart = Array.from({ length: 200 }, (_, i): [number, boolean] =>
      i < 60 ? [0.8 + random() / 10, true] : [random() / 2, false],
    );
    expect(twoFold(scored(...apart), 0, seeded(3))).toBeGreaterThan(0.98);
    expect(twoFold(scored([0, true], [0, true], [0, false], [0, false]), 0, seeded(3))).toBe(0);
  });

  test('gains nothing from scores that know nothing', () => {
    const random = seeded(4);
    const blind = Array.from({ length: 2_000 }, (): [number, boolean] => [random(), random() < 0.1]);
    // Calling everything the same gives 2·0.1 / 1.1.
    expect(twoFold(scored(...blind), 0, seeded(5))).toBeLessThan(0.21);
  });
});

test.each<[string, string[], string]>([
  ['phone', ['415/399-0499'], 'phone'],
  ['telephone_number', ['1'], 'phone'],
  ['year', ['1999', '2000'], 'number'],
  ['year', ['1999', 'unknown'], 'string'],
  ['date_of_birth', ['19560409'], 'date'],
  ['postcode', ['2119', '3165'], 'string'],
  ['title', ['The WASA2 workflow system'], 'name'],
  ['code:equal', ['a b c'], 'equal'],
])('a column %s with %j is compared as %s', (column, values, kind) => {
  expect(kindOf(column, values)).toBe(kind);
});

test('a kind that there is not is refused with those there are', () => {
  expect(() => kindOf('code:fuzzy', [])).toThrow(/after the colon/);
});

test('token sort forgives order only', () => {
  expect(tokenSort('Leeds, University of', 'university of leeds')).toBe(1);
  expect(tokenSort('ab', 'cd')).toBe(0);
  expect(tokenSort('', '')).toBe(0);
});

test('the nearest come first, whatever field they share', () => {
  const right = [
    { name: 'Nordlicht Energie' },
    { name: 'Helvetia Mechanik' },
    { name: 'Helvetia Feinmechanik' },
  ];
  expect(candidatePairs([{ name: 'Helvetia Feinmechanik AG' }], right, 2)).toEqual([
    [0, 2],
    [0, 1],
  ]);
});

describe('tables of one’s own', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'qd-match-'));
    writeFileSync(join(folder, 'a.csv'), 'id,name,only_a\nx,Acme Inc,1\ny,Nordlicht AG,2\n');
    writeFileSync(join(folder, 'b.csv'), 'id,name,only_b\n1,Nordlicht,3\n2,ACME,4\n');
    writeFileSync(join(folder, 'truth.csv'), 'a,b\nx,2\ny,1\n');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('are read by what they share', () => {
    const set = readLinkage(folder);
    expect(holdsMatchSet(folder)).toBe(true);
    expect(set.fields).toEqual([{ field: 'name', compare: 'name' }]);
    expect([...set.truth].sort()).toEqual(['0 1', '1 0']);
    expect(Object.keys(set.left[0] ?? {})).not.toContain('id');
  });

  test('are refused with what is wrong', () => {
    writeFileSync(join(folder, 'truth.csv'), 'a,b\nx,9\n');
    expect(() => readLinkage(folder)).toThrow(/truth.csv names x, 9/);
    rmSync(join(folder, 'b.csv'));
    expect(() => readLinkage(folder)).toThrow(/has no b.csv/);
  });
});

test('a table that holds things twice is noticed', () => {
  const left = Array.from({ length: 200 }, (_, i) => ({
    name: `${letters(i)} Industries`,
    city: letters(i * 7),
  }));
  const twice = left.flatMap((row) => [row, { ...row, name: `${row.name} Ltd` }]);
  const fields = [
    { field: 'name', compare: 'name' as const },
    { field: 'city', compare: 'string' as const },
  ];
  const exclusiveOf = (right: typeof left) =>
    judge({ fields, left, right, truth: new Set() }, candidatePairs(left, right, 5), seeded(1)).exclusive;
  expect(exclusiveOf(left)).toBe('both');
  expect(exclusiveOf(twice)).toBe('right');
});

/** A made-up word for each number, no two near each other. */
function letters(i: number): string {
  const random = seeded(i + 1);
  return Array.from({ length: 9 }, () => 'abcdefghijklmnopqrstuvwxyz'[Math.floor(random() * 26)]).join('');
}

// The whole bench measures five sets; these two take a second and keep the model from getting worse unseen.
test('restaurants are linked without labels, better than by plain similarity', () => {
  const { ours, yardsticks, missed } = link(
    readLinkage(join(DATA, 'er_restaurants')),
    ['name', 'street'],
    seeded(1),
  );
  expect(f1(ours, 0.9, missed)).toBeGreaterThan(0.8);
  for (const plain of Object.values(yardsticks)) {
    expect(f1(ours, 0.9, missed)).toBeGreaterThan(twoFold(plain, missed, seeded(1)));
  }
}, 60_000);

test('names of organisations are told apart better than by plain similarity', () => {
  const { ours, yardsticks } = judgePairs(join(DATA, 'er_nomenklatura'));
  expect(twoFold(ours, 0, seeded(1))).toBeGreaterThan(0.85);
  for (const plain of Object.values(yardsticks)) {
    expect(twoFold(ours, 0, seeded(1))).toBeGreaterThan(twoFold(plain, 0, seeded(1)));
  }
});
