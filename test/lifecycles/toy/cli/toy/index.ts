import type { CaseRow } from '../../adapters/store/cases.ts';
import { getEvidence } from '../../adapters/store/evidence.ts';
import { type CaseFigures, measureCases } from '../../domain/metrics.ts';
import type { CasePages } from '../cases/case-pages.ts';
import { summaryText } from '../cases/case-text.ts';
import { caseWhy } from '../cases/case-why.ts';
import type { FiguresOf } from '../metrics/figures-of.ts';
import type { ReviewOf } from '../reviews/review-part.ts';

export const toyPages: CasePages = {
  about: 'seats',
  segmentNames: async (regions) => [[], regions, ['toys']],
  headline: ({ title, amountUsd }) => ({ about: title, amountUsd }),
  headlineThen: ({ seats }) => ({ about: seats === undefined ? null : `${seats} seats`, amountUsd: null }),
  columns: [{ head: 'ADVICE', value: (row: CaseRow) => summaryText(row, 'advice') }],
  listed: (row) => ({ advice: summaryText(row, 'advice') }),
  show: async (_tx, row) => ({
    data: {},
    fields: () => [['advice', summaryText(row, 'advice')]],
    sections: [],
  }),
  why: caseWhy,
  check: null,
  rehearse: null,
};

export const toyReview: ReviewOf = {
  advice: (row) => summaryText(row, 'advice'),
  async read(tx, { gate }) {
    const evidence = await getEvidence(tx, gate.evidenceHash);
    return { data: { evidence }, sections: [{ heading: 'Seats', lines: () => [`  ${evidence?.seats}`] }] };
  },
};

export const toyFigures: FiguresOf<CaseFigures> = {
  adviceField: 'advice',
  measure: (cases) => measureCases(cases, 'automatic'),
  rates: [],
};
