import type { CaseKind } from '../domain/case.ts';
import type { Lifecycle } from '../domain/lifecycles.ts';
import type { CaseFigures } from '../domain/metrics.ts';
import type { CasePages } from './cases/case-pages.ts';
import type { FiguresOf } from './metrics/figures-of.ts';
import type { ReviewOf } from './reviews/review-part.ts';

/** What each lifecycle shows on the command line; a command loads what the case in hand needs. */
const PAGES: Record<Lifecycle, () => Promise<CasePages>> = {
  deal: async () => (await import('./deal/pages.ts')).dealPages,
  claim: async () => (await import('./claim/pages.ts')).claimPages,
  clawback: async () => (await import('./clawback/index.ts')).clawbackPages,
};

const REVIEWS: Record<Lifecycle, () => Promise<ReviewOf>> = {
  deal: async () => (await import('./deal/review.ts')).dealReview,
  claim: async () => (await import('./claim/review.ts')).claimReview,
  clawback: async () => (await import('./clawback/index.ts')).clawbackReview,
};

const FIGURES: Record<Lifecycle, () => Promise<FiguresOf<CaseFigures>>> = {
  deal: async () => (await import('./deal/figures.ts')).dealFigures,
  claim: async () => (await import('./claim/figures.ts')).claimFigures,
  clawback: async () => (await import('./clawback/index.ts')).clawbackFigures,
};

/** What is measured of a lifecycle's cases. */
export function figuresOf(lifecycle: Lifecycle): Promise<FiguresOf<CaseFigures>> {
  return FIGURES[lifecycle]();
}

/** How the cases of a kind are shown. */
export async function pagesOf(kind: CaseKind): Promise<CasePages> {
  return kind === 'reversal' ? (await import('./cases/reversal-pages.ts')).reversalPages : PAGES[kind]();
}

/** The pages of each kind among some cases. */
export type PagesOf = (kind: CaseKind) => CasePages;

/** Loads the pages of the kinds that occur. The answer throws for any other. */
export async function pagesAmong(rows: Iterable<{ lifecycle: CaseKind }>): Promise<PagesOf> {
  const loaded = new Map<CaseKind, CasePages>();
  for (const { lifecycle } of rows) {
    if (!loaded.has(lifecycle)) loaded.set(lifecycle, await pagesOf(lifecycle));
  }
  return (kind) => {
    const pages = loaded.get(kind);
    if (!pages) throw new RangeError(`The pages of ${kind} were not loaded.`);
    return pages;
  };
}

/** How the reviews of a case are shown. */
export async function reviewOf(kind: CaseKind): Promise<ReviewOf> {
  return kind === 'reversal' ? (await import('./cases/reversal-pages.ts')).reversalReview : REVIEWS[kind]();
}
