import type { CaseKind } from '../domain/case.ts';
import type { Lifecycle } from '../domain/lifecycles.ts';
import type { CaseFigures } from '../domain/metrics.ts';
import type { FiguresOf } from './figures-of.ts';
import type { ReviewOf } from './review-part.ts';

/** What each lifecycle shows on the command line; a command loads what the case in hand needs. */
const REVIEWS: Record<Lifecycle, () => Promise<ReviewOf>> = {
  deal: async () => (await import('./deal/review.ts')).dealReview,
};

const FIGURES: Record<Lifecycle, () => Promise<FiguresOf<CaseFigures>>> = {
  deal: async () => (await import('./deal/figures.ts')).dealFigures,
};

/** What is measured of a lifecycle's cases. */
export function figuresOf(lifecycle: Lifecycle): Promise<FiguresOf<CaseFigures>> {
  return FIGURES[lifecycle]();
}

/** A reversal asks one thing only: whether money may be moved back. */
const REVERSAL: ReviewOf = {
  question: 'may this case be taken back?',
  advice: () => null,
  read: async () => ({ data: {}, sections: [] }),
};

/** How the reviews of a case are shown. */
export async function reviewOf(kind: CaseKind): Promise<ReviewOf> {
  return kind === 'reversal' ? REVERSAL : REVIEWS[kind]();
}
