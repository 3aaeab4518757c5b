import type { CaseFigures, MeasuredCase, ShareOfCases } from '../../domain/metrics.ts';

/** What a lifecycle measures of its cases. */
export interface FiguresOf<Figures extends CaseFigures> {
  /** Field of a case's summary that holds what the machine advised. */
  adviceField: string;
  measure(cases: readonly MeasuredCase[]): Figures;
  /** Rates of its own: a line and its unit, a column, and where the figure is. */
  rates: { line: string; of: string; head: string; rate(figures: Figures): ShareOfCases }[];
}
