import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { parsePeriod, periodOver } from '../../domain/period.ts';

describe('the period that is over', () => {
  test.each([
    ['quarter', '2026-10-01T00:00:00.000Z', '2026-Q3'],
    ['quarter', '2026-09-30T23:59:59.999Z', '2026-Q2'],
    ['quarter', '2026-01-01T00:00:00.000Z', '2025-Q4'],
    ['month', '2026-10-01T00:00:00.000Z', '2026-09'],
    ['month', '2026-03-31T12:00:00.000Z', '2026-02'],
    ['month', '2026-01-01T00:00:00.000Z', '2025-12'],
  ] as const)('%s at %s is %s', (length, at, period) => {
    expect(periodOver(length, at)).toBe(period);
  });

  test('has ended by then, and the next one has not', () => {
    const instants = fc.date({
      min: new Date('1990-01-01'),
      max: new Date('2090-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, fc.constantFrom('month' as const, 'quarter' as const), (at, length) => {
        const { to } = parsePeriod(periodOver(length, at.toISOString()));
        const next = DateTime.fromISO(to, { zone: 'utc' }).plus({ [length]: 1 });
        expect(Date.parse(to)).toBeLessThanOrEqual(at.getTime());
        expect(next.toMillis()).toBeGreaterThan(at.getTime());
      }),
    );
  });
});
