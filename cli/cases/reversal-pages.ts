import type { ReviewOf } from '../reviews/review-part.ts';
import type { CasePages } from './case-pages.ts';
import { caseWhy } from './case-why.ts';

/** A reversal shows nothing beside what every case does: what it undoes is in its history. */
export const reversalPages: CasePages = {
  about: 'about',
  segmentNames: async () => [[], [], []],
  headline: ({ title, amountUsd }) => ({ about: title, amountUsd }),
  headlineThen: () => ({ about: null, amountUsd: null }),
  columns: [],
  listed: () => ({}),
  show: async () => ({ data: {}, fields: () => [], sections: [] }),
  why: caseWhy,
  check: null,
  rehearse: null,
};

/** A reversal asks one thing only: whether money may be moved back. */
export const reversalReview: ReviewOf = {
  advice: () => null,
  read: async () => ({ data: {}, sections: [] }),
};
