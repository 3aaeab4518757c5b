import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareValues, prepare } from '../../../domain/match/compare.ts';
import { LEVELS } from '../../../domain/match/levels.ts';
import type { FieldComparison, Row } from '../../../domain/match/model.ts';

function similarity(compare: FieldComparison, a: Row[string], b: Row[string]): number | null {
  const [left, right] = [prepare(compare, a), prepare(compare, b)];
  return left && right ? (compareValues(compare, left, right, null)?.similarity ?? null) : null;
}

test.each<[FieldComparison, Row[string], Row[string], number | null]>([
  ['domain', 'acme.co.uk', 'acme.co.uk', 1],
  ['domain', 'emea.acme.co.uk', 'acme.co.uk', 0.9],
  ['domain', 'acme.co.uk', 'acme.com', 0.7],
  ['domain', 'acme-intl.com', 'acmeinternational.com', 0.4],
  ['domain', 'other.co.uk', 'acme.co.uk', 0],
  ['date', '1984-03-12', '19840312', 1],
  ['date', '1984-03-12', '1984-12-03', 0.85],
  ['date', '1984-03-12', '1984-03-13', 0.85],
  ['date', '1984-03-12', '1984-03-25', 0.6],
  ['date', '1984-03-12', '1984-11-25', 0.4],
  ['date', '1984', '1984-11-25', null],
  ['phone', '+41 44 123 45 67', '044/123 45 67', 1],
  ['phone', '415/399-0499', '415-399-0498', 0.8],
  ['phone', '415/399-0499', '415-211-1234', 0.2],
  ['email', 'Ana@acme.com', 'ana@ACME.com', 1],
  ['email', 'ana@acme.com', 'ana@acme.de', 0.6],
  ['email', 'ana.lopez@acme.com', 'ana.lopes@acme.com', 0.8],
  ['email', 'ana@acme.com', 'zoe@acme.com', 0.4],
  ['number', '1,200', '1200', 1],
  ['number', '100', '-100', 0],
  ['number', 'n/a', '1200', null],
  ['equal', 'A1', 'a1', 0],
  ['set', ['Backup', 'Edge'], ['edge'], 1],
  ['set', ['Backup', 'Edge'], ['Edge', 'Network'], 0.5],
  ['set', [], ['Edge'], null],
  ['address', ['1 Main St', '8001', 'Zürich', 'CH'], ['1 Main Street', '8001', 'Zurich', 'CH'], 1],
  ['address', ['Main Street 12', '8001', '', ''], ['Main Street 14', '8001', '', ''], 0.8],
  ['address', ['', '8001', '', ''], ['1 Lake Road', '8001', '', ''], 0.6],
  ['address', ['1 Main St', '', 'Zürich', 'CH'], ['2 Lake Road', '', 'Zürich', 'CH'], 0.4],
  ['address', ['', '', '', 'CH'], ['1 Main St', '', 'Zürich', 'CH'], 0.2],
  ['address', ['1 Main St', '', 'Bern', ''], ['1 Main St', '', 'Genf', ''], 0],
  ['address', ['1 Main St', '', '', ''], ['', '', 'Genf', ''], null],
  ['address', ['', '', '', ''], ['', '', 'Genf', ''], null],
])('%s: %j and %j', (compare, a, b, expected) => {
  const found = similarity(compare, a, b);
  if (expected === null) expect(found).toBeNull();
  else expect(found).toBeCloseTo(expected, 9);
});

describe.each(Object.keys(LEVELS) as FieldComparison[])('%s', (compare) => {
  const value =
    compare === 'set' || compare === 'address' ? fc.array(fc.string(), { maxLength: 4 }) : fc.string();

  test('is symmetric, within 0 to 1, and says why', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [left, right] = [prepare(compare, a), prepare(compare, b)];
        if (!left || !right) return;
        const there = compareValues(compare, left, right, null);
        const back = compareValues(compare, right, left, null);
        expect(back?.similarity ?? null).toBe(there?.similarity ?? null);
        if (!there) return;
        expect(there.similarity).toBeGreaterThanOrEqual(0);
        expect(there.similarity).toBeLessThanOrEqual(1);
        expect(there.why).not.toBe('');
      }),
    );
  });
});
