import type { Lifecycle } from '../domain/lifecycles.ts';
import { type DealPartDeps, dealPart } from './deal/index.ts';
import type { ActivityMap } from './kit/merge-activities.ts';

/** What a lifecycle brings to the worker. */
export interface LifecyclePart {
  /** Its own activities, for its own workflows. */
  activities: ActivityMap;
  /** Frees what a case held, once nothing that it wrote stands any more. Repeating it changes nothing. */
  afterRollback(caseId: string): Promise<void>;
}

export type LifecycleDeps = DealPartDeps;

/** Every lifecycle's part. */
export function lifecycleParts(deps: LifecycleDeps): Record<Lifecycle, LifecyclePart> {
  return { deal: dealPart(deps) };
}
