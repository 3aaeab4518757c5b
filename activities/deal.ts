import { call } from './call.ts';
import { applyDealEdits } from './deal-edits.ts';
import { type DealModelDeps, dealModelActivities } from './deal-model.ts';
import { observePrm } from './deal-observation.ts';
import { type OutcomeDeps, outcomeActivities } from './deal-outcome.ts';
import type { DealDeps } from './deal-records.ts';
import { triageDeal } from './deal-triage.ts';
import { protectionActivities } from './protection.ts';

/** The activities of deal registration. */
export function dealActivities(deps: DealDeps & DealModelDeps & OutcomeDeps) {
  return {
    triageDeal: (request: Parameters<typeof triageDeal>[1]) => triageDeal(deps, request, call()),
    applyDealEdits: (request: Parameters<typeof applyDealEdits>[1]) => applyDealEdits(deps, request),
    observeDeal: (dealId: string) => observePrm(deps.ports, dealId, call()),
    ...outcomeActivities(deps),
    ...protectionActivities(deps),
    ...dealModelActivities(deps),
  };
}

export type DealActivities = ReturnType<typeof dealActivities>;
