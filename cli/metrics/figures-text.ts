import type { SegmentMeasure } from '../../activities/rollout/measure-segment.ts';
import type { CaseFigures, ShareOfCases, Spread } from '../../domain/metrics.ts';
import { percent } from '../../domain/percent.ts';
import { fields } from '../layout.ts';
import { table } from '../table.ts';
import type { Counts } from './figures.ts';
import type { FiguresOf } from './figures-of.ts';

/** The figures of all cases together, a line each. */
export function figuresText<F extends CaseFigures>(
  counted: Counts,
  whole: F,
  own: FiguresOf<F>['rates'],
  width: number,
): string {
  return fields(
    [
      ['cases', String(counted.cases)],
      ['by status', countsText(counted.byStatus)],
      ['by advice', countsText(counted.byAdvice)],
      ['first review', spreadText(whole.firstReviewMinutes)],
      ['… in business hours', spreadText(whole.firstReviewBusinessMinutes)],
      ['approval after', spreadText(whole.approvalMinutes)],
      ['approved', rateText(whole.approvalRate, 'closed')],
      ['… with nobody asked', rateText(whole.automaticRate, 'approved')],
      ['overridden', rateText(whole.overrideRate, 'decisions of people')],
      ...own.map(({ line, of, rate }) => [line, rateText(rate(whole), of)] as const),
      ['dead letters', String(counted.deadLetters)],
    ],
    width,
  );
}

/** Medians and rates of each segment. */
export function segmentsTable<F extends CaseFigures>(
  segments: ReadonlyArray<{ segment: string; figures: F }>,
  own: FiguresOf<F>['rates'],
  width: number,
): string {
  return table(
    segments,
    [
      { head: 'SEGMENT', value: (one) => one.segment, least: 16 },
      { head: 'N', value: ({ figures }) => figures.cases, align: 'right' },
      { head: 'REVIEW', value: ({ figures }) => duration(figures.firstReviewMinutes.median), align: 'right' },
      { head: 'APPROVAL', value: ({ figures }) => duration(figures.approvalMinutes.median), align: 'right' },
      { head: 'APPROVED', value: ({ figures }) => shareText(figures.approvalRate.share), align: 'right' },
      { head: 'OVERRIDE', value: ({ figures }) => shareText(figures.overrideRate.share), align: 'right' },
      ...own.map(({ head, rate }) => ({
        head,
        value: ({ figures }: { figures: F }) => shareText(rate(figures).share),
        align: 'right' as const,
      })),
    ],
    width,
  );
}

/**
 * What is counted (decided blind), what was only confirmed and what the control sample of an automated segment says, apart. Intervals are
 * the exact ones; `at least` is one-sided, with 95 % confidence.
 */
export function agreementTable(
  segments: ReadonlyArray<{ segment: string } & SegmentMeasure>,
  width: number,
): string {
  return table(
    segments,
    [
      { head: 'SEGMENT', value: (one) => one.segment, least: 20 },
      { head: 'COUNTED', value: ({ counted }) => agreedText(counted), align: 'right' },
      { head: 'AT LEAST', value: ({ counted }) => boundText(counted.n, counted.countLower), align: 'right' },
      {
        head: 'OF MONEY',
        value: ({ counted }) => boundText(counted.units, counted.moneyLower),
        align: 'right',
      },
      { head: 'CONFIRMED', value: ({ confirmed }) => agreedText(confirmed), align: 'right' },
      {
        head: 'CONTROL',
        value: ({ operation }) => (operation ? agreedText(operation.controls) : '–'),
        align: 'right',
      },
    ],
    width,
  );
}

/** `196 of 200`; a dash of nothing. */
export function agreedText({ n, agreed }: { n: number; agreed: number }): string {
  return n === 0 ? '–' : `${agreed} of ${n}`;
}

export function boundText(n: number, bound: number): string {
  return n === 0 ? '–' : percent(bound);
}

function spreadText({ n, median, p90 }: Spread): string {
  return n === 0 ? 'none yet' : `median ${duration(median)}, nine of ten within ${duration(p90)} (${n})`;
}

function rateText({ share, of }: ShareOfCases, what: string): string {
  return share === null ? 'none yet' : `${percent(share)} of ${of} ${what}`;
}

function countsText(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([name, n]) => `${name} ${n}`)
    .join(', ');
}

/** Minutes for people: `45 min`, `3.5 h`. */
export function duration(minutes: number | null): string {
  if (minutes === null) return '–';
  return minutes < 120 ? `${Math.round(minutes)} min` : `${(minutes / 60).toFixed(1)} h`;
}

/** A share for people; a dash where there is none. */
export function shareText(share: number | null): string {
  return share === null ? '–' : percent(share);
}
