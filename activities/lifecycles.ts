import type { CaseRow } from '../adapters/store/cases.ts';
import { LIFECYCLES, type Lifecycle, qualified } from '../domain/lifecycles.ts';
import type { BatchKinds } from './batch/batch-kind.ts';
import { claimPart } from './claim/index.ts';
import { clawbackPart } from './clawback/index.ts';
import { dealPart } from './deal/index.ts';
import type { ActivityDeps } from './index.ts';
import type { ActivityMap } from './kit/merge-activities.ts';

/** What a lifecycle brings to the worker. */
export interface LifecyclePart {
  /** Its own activities, for its own workflows; a worker knows them by their qualified names (domain/lifecycles.ts). */
  activities: ActivityMap;
  /** Its work over many items, by a name of its own; absent: it has none. */
  batches?: BatchKinds;
  /** Frees what a case held, once nothing that it wrote stands any more. Repeating it changes nothing. */
  afterRollback(caseId: string): Promise<void>;
  /** What it means for this lifecycle that nothing stands any more of a case of another one. Repeating it changes nothing. Absent: nothing. */
  afterOther?(row: CaseRow): Promise<void>;
}

/** The activities of every lifecycle, by the names under which a worker registers them. */
export function lifecycleActivities(parts: Record<Lifecycle, LifecyclePart>): ActivityMap[] {
  return LIFECYCLES.map((lifecycle) => {
    const { activities } = parts[lifecycle];
    const named = Object.entries(activities).map(([name, activity]) => [
      qualified(lifecycle, name),
      activity,
    ]);
    return Object.fromEntries(named) as ActivityMap;
  });
}

/** Every lifecycle's part. */
export function lifecycleParts(deps: ActivityDeps): Record<Lifecycle, LifecyclePart> {
  return {
    deal: dealPart(deps),
    claim: claimPart(deps),
    clawback: clawbackPart(deps),
  };
}
