import { type DealFigures, measureDeals } from '../../domain/deal/metrics.ts';
import type { FiguresOf } from '../metrics/figures-of.ts';

/** What is measured of deal registrations, beside what is measured of every case. */
export const dealFigures: FiguresOf<DealFigures> = {
  adviceField: 'triage_status',
  measure: measureDeals,
  rates: [
    {
      line: 'conflicts approved',
      of: 'flagged and decided',
      head: 'FALSE CONFL.',
      rate: ({ conflictFalsePositiveRate }) => conflictFalsePositiveRate,
    },
  ],
};
