import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { measureDeals } from '../../domain/deal/metrics.ts';
import { type MeasuredCase, measureBySegment } from '../../domain/metrics.ts';

const BERLIN = { zone: 'Europe/Berlin', opens: 9, closes: 17, holidays: ['2026-11-18'] };
/** Friday 16:00 in Berlin. */
const RECEIVED = '2026-11-20T15:00:00.000Z';
const later = (minutes: number) => new Date(Date.parse(RECEIVED) + minutes * 60_000).toISOString();

function aCase(change: Partial<MeasuredCase> = {}): MeasuredCase {
  return {
    segment: 'Gold/EMEA/standard',
    receivedAt: RECEIVED,
    advice: 'NEEDS_REVIEW',
    firstReview: null,
    decision: null,
    closed: null,
    takenBack: false,
    ...change,
  };
}
const approved = (at: string) => ({ outcome: 'Approved', at });
const reviewedAfter = (minutes: number) =>
  aCase({ firstReview: { at: later(minutes), calendar: BERLIN }, decision: 'approve' });

describe('time', () => {
  test('median and p90 are interpolated; nothing measured is null, not zero', () => {
    const figures = measureDeals([10, 20, 30, 40].map(reviewedAfter));
    expect(figures.firstReviewMinutes).toEqual({ n: 4, median: 25, p90: 37 });
    expect(measureDeals([]).firstReviewMinutes).toEqual({ n: 0, median: null, p90: null });
    expect(measureDeals([aCase()]).firstReviewMinutes.n).toBe(0);
    expect(measureDeals([reviewedAfter(7)]).firstReviewMinutes).toEqual({ n: 1, median: 7, p90: 7 });
  });

  test('a weekend is not the reviewer’s delay: Friday 16:00 to Monday 09:30 is an hour and a half', () => {
    const monday = aCase({ firstReview: { at: '2026-11-23T08:30:00.000Z', calendar: BERLIN } });
    const figures = measureDeals([monday]);
    expect(figures.firstReviewMinutes.median).toBe(65.5 * 60);
    expect(figures.firstReviewBusinessMinutes.median).toBe(90);
  });

  test('the time to approval holds for both, people and machine, and not for what was taken back', () => {
    const figures = measureDeals([
      aCase({ closed: approved(later(1)), advice: 'AUTO_APPROVED' }),
      aCase({ closed: approved(later(61)), decision: 'approve' }),
      aCase({ closed: approved(later(500)), decision: 'approve', takenBack: true }),
      aCase({ closed: { outcome: 'Rejected', at: later(9) }, decision: 'reject' }),
    ]);
    expect(figures.approvalMinutes).toEqual({ n: 2, median: 31, p90: 55 });
  });
});

describe('rates', () => {
  test('approval rate: of what was closed; open and shadow cases do not count', () => {
    const figures = measureDeals([
      aCase({ closed: approved(later(1)) }),
      aCase({ closed: { outcome: 'Rejected', at: later(1) }, decision: 'reject' }),
      aCase({ closed: { outcome: 'Incomplete', at: later(1) } }),
      aCase({ closed: approved(later(1)), takenBack: true }),
      aCase({ closed: { outcome: 'shadow: approve', at: later(1) } }),
      aCase(),
    ]);
    expect(figures.approvalRate).toEqual({ share: 0.25, of: 4 });
    expect(figures.automaticRate).toEqual({ share: 1, of: 1 });
  });

  test('overrides: edits, a no to what nothing spoke against, an automatic approval taken back', () => {
    const against = [
      aCase({ decision: 'override', closed: approved(later(1)) }),
      aCase({ decision: 'reject', advice: 'AUTO_APPROVED' }),
      aCase({ advice: 'AUTO_APPROVED', closed: approved(later(1)), takenBack: true }),
    ];
    const along = [
      aCase({ decision: 'approve', closed: approved(later(1)) }),
      aCase({ decision: 'reject' }),
      aCase({ decision: 'reject', advice: 'FLAGGED_CONFLICT' }),
    ];
    const unseen = [aCase({ advice: 'AUTO_APPROVED', closed: approved(later(1)) }), aCase()];
    expect(measureDeals([...against, ...along, ...unseen]).overrideRate).toEqual({ share: 0.5, of: 6 });
  });

  test('false positives: flagged conflicts that a person approved, of those that a person decided', () => {
    const flagged = (decision: MeasuredCase['decision']) => aCase({ advice: 'FLAGGED_CONFLICT', decision });
    const cases = [
      flagged('approve'),
      flagged('override'),
      flagged('reject'),
      flagged('reject'),
      flagged(null),
    ];
    const figures = measureDeals([...cases, aCase({ decision: 'approve' })]);
    expect(figures.conflictFalsePositiveRate).toEqual({ share: 0.5, of: 4 });
  });

  const anyCase = fc.record({
    segment: fc.constantFrom('Gold/EMEA/standard', 'Silver/NA/standard', null),
    receivedAt: fc.constant(RECEIVED),
    advice: fc.constantFrom('AUTO_APPROVED', 'NEEDS_REVIEW', 'FLAGGED_CONFLICT', null),
    firstReview: fc.option(
      fc.integer({ min: 0, max: 50_000 }).map((after) => ({ at: later(after), calendar: BERLIN })),
    ),
    decision: fc.constantFrom('approve', 'reject', 'override', null),
    closed: fc.option(
      fc.record({
        outcome: fc.constantFrom('Approved', 'Rejected', 'Incomplete', 'shadow: approve'),
        at: fc.integer({ min: 0, max: 50_000 }).map(later),
      }),
    ),
    takenBack: fc.boolean(),
  }) as fc.Arbitrary<MeasuredCase>;

  test('of any cases: shares lie in 0..1, segments add up to the whole, order changes nothing', () => {
    fc.assert(
      fc.property(fc.array(anyCase, { maxLength: 30 }), (cases) => {
        const whole = measureDeals(cases);
        const parts = measureBySegment(cases, measureDeals).map(({ figures }) => figures);
        for (const name of [
          'approvalRate',
          'automaticRate',
          'overrideRate',
          'conflictFalsePositiveRate',
        ] as const) {
          const { share, of } = whole[name];
          if (share === null) expect(of).toBe(0);
          else expect(share >= 0 && share <= 1).toBe(true);
          expect(parts.reduce((sum, part) => sum + part[name].of, 0)).toBe(of);
        }
        expect(parts.reduce((sum, part) => sum + part.cases, 0)).toBe(whole.cases);
        expect(measureDeals(cases.toReversed())).toEqual(whole);
        const { median, p90 } = whole.firstReviewBusinessMinutes;
        expect((median ?? 0) <= (whole.firstReviewMinutes.median ?? 0)).toBe(true);
        expect((median ?? 0) <= (p90 ?? 0)).toBe(true);
      }),
    );
  });
});
