/**
 * The lifecycles of this product, in one list. Whatever differs between them is a `Record<Lifecycle, …>`: a new name here does
 * not compile until each of those registers has a line for it.
 */
export const LIFECYCLES = ['deal', 'claim', 'clawback'] as const;

export type Lifecycle = (typeof LIFECYCLES)[number];

/** How long what a schedule computes is. */
export type PeriodLength = 'month' | 'quarter';

export interface LifecycleNames {
  /** Type of the workflow that runs its cases. Recorded histories hold it, so it never changes. */
  workflow: string;
  /** As people say it. */
  title: string;
  /** What the three parts of its segments are, by which rollout and figures are kept. A case of the company itself has COMPANY parts. */
  segment: readonly [string, string, string];
  /** Once such a period is over, a schedule starts a case of it; null: only submissions do. */
  period: PeriodLength | null;
  /** Once such a period is over, a schedule starts its batch `period` over all that the period is about; absent: none does. */
  batch?: PeriodLength;
}

/** Under this name a lifecycle has the batch that a schedule starts (activities/batch/batch-kind.ts). */
export const PERIOD_BATCH = 'period';

export const LIFECYCLE_NAMES = {
  deal: {
    workflow: 'dealRegistration',
    title: 'deal registration',
    segment: ['tier', 'region', 'program'],
    period: null,
  },
  claim: {
    workflow: 'incentiveClaim',
    title: 'incentive claim',
    segment: ['tier', 'region', 'program type'],
    period: null,
  },
  clawback: {
    workflow: 'clawback',
    title: 'clawback',
    segment: ['tier', 'region', 'program type'],
    period: null,
  },
} as const satisfies Record<Lifecycle, LifecycleNames>;

/** A part of the segment of a case that belongs to no partner, such as `company/company/2026-Q3`. */
export const COMPANY = 'company';

/** Recorded histories hold the bare names of these lifecycles' activities and notices. */
const BARE: readonly Lifecycle[] = ['deal'];

/**
 * How an activity or a notice of a lifecycle is called where those of all lifecycles are together: `claim.read`. So two lifecycles
 * may use the same word.
 */
export function qualified(lifecycle: Lifecycle, name: string): string {
  return BARE.includes(lifecycle) ? name : `${lifecycle}.${name}`;
}

/** Whether a text from outside (a row, a policy file, an argument) names a lifecycle. */
export function isLifecycle(text: string): text is Lifecycle {
  return LIFECYCLES.some((lifecycle) => lifecycle === text);
}
