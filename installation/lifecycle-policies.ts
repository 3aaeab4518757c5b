import type { JsonObject } from '../domain/json.ts';
import { LIFECYCLES, type Lifecycle } from '../domain/lifecycles.ts';
import { claimPolicy } from './claim/policy.ts';
import { clawbackPolicy } from './clawback/policy.ts';
import { dealPolicy, dealPolicyToMove } from './deal/policy.ts';

/** The policy of each lifecycle, read from the policy folder and checked. It says from when it holds. */
const POLICIES: Record<Lifecycle, (folder: string) => { effectiveFrom: string }> = {
  deal: dealPolicy,
  claim: claimPolicy,
  clawback: clawbackPolicy,
};

export interface LifecyclePolicy {
  lifecycle: Lifecycle;
  /** UTC instant. */
  effectiveFrom: string;
  body: JsonObject;
}

/** Every lifecycle's policy. @throws Error naming the file, the place in it and the reason */
export function lifecyclePolicies(folder: string): LifecyclePolicy[] {
  return LIFECYCLES.map((lifecycle) => {
    const policy = POLICIES[lifecycle](folder);
    return { lifecycle, effectiveFrom: policy.effectiveFrom, body: policy as unknown as JsonObject };
  });
}

/** What to do about files that are read from where an earlier version had them, a sentence each. */
export function policiesToMove(folder: string): string[] {
  return [dealPolicyToMove(folder)].flatMap((move) => move ?? []);
}
