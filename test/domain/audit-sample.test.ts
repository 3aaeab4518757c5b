import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { drawSample } from '../../domain/audit-sample.ts';
import { parsePeriod } from '../../domain/period.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const population = Array.from({ length: 200 }, (_, n) => ({ case: `deal:portal:${n}`, seq: (n % 5) + 1 }));

describe('a sample', () => {
  test('is the same for a seed in whatever order the population was read, and without a repeat', () => {
    const first = drawSample(population, 25, '4711', sha256);
    expect(new Set(first).size).toBe(25);
    expect(drawSample([...population].reverse(), 25, '4711', sha256)).toEqual(first);
    expect(drawSample(population, 25, '4712', sha256)).not.toEqual(first);
    expect(drawSample(population, 10, '4711', sha256)).toEqual(first.slice(0, 10));
    expect(drawSample(population, 500, '4711', sha256)).toHaveLength(200);
  });

  test('takes every row with the same chance', () => {
    const drawn = new Map<string, number>();
    for (let seed = 0; seed < 400; seed += 1)
      for (const row of drawSample(population, 20, `${seed}`, sha256))
        drawn.set(row.case, (drawn.get(row.case) ?? 0) + 1);
    // 400 draws of 20 in 200: 40 each, with a standard deviation of 6.
    expect(drawn.size).toBe(200);
    expect(Math.min(...drawn.values())).toBeGreaterThan(40 - 5 * 6);
    expect(Math.max(...drawn.values())).toBeLessThan(40 + 5 * 6);
  });
});

describe('a period', () => {
  test.each([
    ['2026', '2026-01-01', '2027-01-01'],
    ['2026-Q3', '2026-07-01', '2026-10-01'],
    ['2026-Q4', '2026-10-01', '2027-01-01'],
    ['2026-10', '2026-10-01', '2026-11-01'],
    ['2028-02-29', '2028-02-29', '2028-03-01'],
    ['2026-10-05..2026-10-09', '2026-10-05', '2026-10-10'],
    ['2026-09..2026-Q4', '2026-09-01', '2027-01-01'],
  ])('%s is from %s until %s', (text, from, to) => {
    expect(parsePeriod(text)).toEqual({ from: `${from}T00:00:00.000Z`, to: `${to}T00:00:00.000Z` });
  });

  test.each([
    '',
    '26',
    '2026-13',
    '2026-Q5',
    '2026-02-30',
    '2026-10-09..2026-10-05',
    '2026..2027..2028',
    'last month',
  ])('"%s" is none', (text) => {
    expect(() => parsePeriod(text)).toThrow(/is no period; write 2026-Q3/);
  });

  test('whatever is typed is a period or a RangeError', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789-Q.') }), (text) => {
        try {
          const { from, to } = parsePeriod(text);
          expect(from < to).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});
