import { call } from '../kit/call.ts';
import { applyDealEdits } from './edits.ts';
import { type DealModelDeps, dealModelActivities } from './model.ts';
import { observePrm } from './observation.ts';
import { type OutcomeDeps, outcomeActivities } from './outcome.ts';
import { protectionActivities } from './protection.ts';
import type { DealDeps } from './records.ts';
import { triageDeal } from './triage.ts';

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
