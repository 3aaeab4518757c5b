import { getEvidence } from '../../adapters/store/evidence.ts';
import { type CaseFigures, measureCases } from '../../domain/metrics.ts';
import { summaryText } from '../case-text.ts';
import type { FiguresOf } from '../figures-of.ts';
import type { ReviewOf } from '../review-part.ts';

export const toyReview: ReviewOf = {
  question: 'may these seats be granted?',
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
