import type { AgreementMeasure } from '../domain/agreement.ts';
import type { CaseFigures, Rate, Spread } from '../domain/metrics.ts';
import type { Counts } from './figures.ts';
import type { FiguresOf } from './figures-of.ts';
import { fields } from './layout.ts';
import { table } from './table.ts';

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
      { head: 'APPROVED', value: ({ figures }) => percent(figures.approvalRate.share), align: 'right' },
      { head: 'OVERRIDE', value: ({ figures }) => percent(figures.overrideRate.share), align: 'right' },
      ...own.map(({ head, rate }) => ({
        head,
        value: ({ figures }: { figures: F }) => percent(rate(figures).share),
        align: 'right' as const,
      })),
    ],
    width,
  );
}

export function agreementTable(
  segments: ReadonlyArray<{ segment: string } & AgreementMeasure>,
  width: number,
): string {
  return table(
    segments,
    [
      { head: 'SEGMENT', value: (one) => one.segment, least: 20 },
      { head: 'N', value: (one) => one.n, align: 'right' },
      { head: 'AGREED', value: (one) => percent(one.agreed / one.n), align: 'right' },
      { head: 'AT LEAST (95 %)', value: (one) => percent(one.countLower), align: 'right' },
      { head: 'OF THE MONEY', value: (one) => percent(one.moneyLower), align: 'right' },
    ],
    width,
  );
}

function spreadText({ n, median, p90 }: Spread): string {
  return n === 0 ? 'none yet' : `median ${duration(median)}, nine of ten within ${duration(p90)} (${n})`;
}

function rateText({ share, of }: Rate, what: string): string {
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

/** A share for people: `12.5 %`. */
export function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)} %`;
}
