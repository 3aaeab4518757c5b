import type { Json } from '../../domain/json.ts';
import type { CasePages } from '../cases/case-pages.ts';
import { objectOf, summaryText } from '../cases/case-text.ts';

/** What is shown of deal registrations. Pages of one case are loaded where one is shown. */
export const dealPages: CasePages = {
  about: 'customer',
  segmentNames: async (regions) => (await import('./segment-names.ts')).dealSegmentNames(regions),
  headline: (row) => ({
    about: summaryText(row, 'customer_name') ?? row.title,
    amountUsd: row.amountUsd ?? summaryText(row, 'estimated_value'),
  }),
  headlineThen({ submission }) {
    const stated = objectOf(submission);
    return { about: textOf(stated.customer_name), amountUsd: textOf(stated.estimated_value) };
  },
  // Eighty columns hold no further one beside a full id and a customer's name.
  columns: [],
  listed: (row) => ({
    customer: summaryText(row, 'customer_name') ?? row.title,
    estimated_value: row.amountUsd ?? summaryText(row, 'estimated_value'),
    confidence_score: summaryText(row, 'confidence_score'),
    triage_status: summaryText(row, 'triage_status'),
  }),
  show: async (...asked) => (await import('./show.ts')).showDeal(...asked),
  why: async (...asked) => (await import('./why.ts')).dealWhy(...asked),
  check: async (...asked) => (await import('./check-command.ts')).checkDeals(...asked),
  rehearse: async (...asked) => (await import('./rehearse.ts')).rehearseDeals(...asked),
};

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
