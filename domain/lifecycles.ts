/**
 * The lifecycles of this product, in one list. Whatever differs between them is a `Record<Lifecycle, …>`: a new name here does
 * not compile until each of those registers has a line for it.
 */
export const LIFECYCLES = ['deal'] as const;

export type Lifecycle = (typeof LIFECYCLES)[number];

export interface LifecycleNames {
  /** Type of the workflow that runs its cases. Recorded histories hold it, so it never changes. */
  workflow: string;
  /** As people say it. */
  title: string;
}

export const LIFECYCLE_NAMES: Record<Lifecycle, LifecycleNames> = {
  deal: { workflow: 'dealRegistration', title: 'deal registration' },
};

/** Whether a text from outside (a row, a policy file, an argument) names a lifecycle. */
export function isLifecycle(text: string): text is Lifecycle {
  return LIFECYCLES.some((lifecycle) => lifecycle === text);
}
