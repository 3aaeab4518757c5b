import { type CaseFigures, measureCases } from '../../domain/metrics.ts';
import type { FiguresOf } from '../metrics/figures-of.ts';

/** What is measured of claims: what is measured of every case. */
export const claimFigures: FiguresOf<CaseFigures> = {
  adviceField: 'validation',
  measure: (cases) => measureCases(cases, 'Auto-Approved'),
  rates: [],
};
