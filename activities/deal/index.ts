import { call } from '../kit/call.ts';
import { type LookDeps, openLook } from '../kit/frozen-look.ts';
import type { LifecyclePart } from '../lifecycles.ts';
import { applyDealEdits } from './edits.ts';
import { type DealModelDeps, dealModelActivities } from './model.ts';
import { observeDeal } from './observation.ts';
import { type OutcomeDeps, outcomeActivities, withdrawRegistration } from './outcome.ts';
import { protectionActivities } from './protection.ts';
import type { DealDeps } from './records.ts';
import { type Triage, triageDeal } from './triage.ts';

export type DealPartDeps = DealDeps & DealModelDeps & OutcomeDeps & LookDeps;

/** What deal registration brings to the worker. */
export function dealPart(deps: DealPartDeps): LifecyclePart {
  return {
    activities: dealActivities(deps),
    afterRollback: (caseId) => withdrawRegistration(deps, caseId),
  };
}

/** The activities of deal registration. */
export function dealActivities(deps: DealPartDeps) {
  return {
    triageDeal: (request: Parameters<typeof triageDeal>[1]) => triageDeal(deps, request, call()),
    openDeal: (request: Parameters<typeof triageDeal>[1]) => openLook<Triage>(deps, request),
    applyDealEdits: (request: Parameters<typeof applyDealEdits>[1]) => applyDealEdits(deps, request),
    observeDeal: (dealId: string, caseId?: string) => observeDeal(deps, dealId, caseId ?? null, call()),
    ...outcomeActivities(deps),
    ...protectionActivities(deps),
    ...dealModelActivities(deps),
  };
}

export type DealActivities = ReturnType<typeof dealActivities>;
