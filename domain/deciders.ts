import { decideClaimAgain } from './claim/decide-claim.ts';
import { decideClawbackAgain } from './clawback/decide-clawback.ts';
import { decideDealAgain } from './deal/deciders.ts';
import type { Decision } from './decision.ts';
import type { JsonObject } from './json.ts';
import { isLifecycle, LIFECYCLES, type Lifecycle } from './lifecycles.ts';

/** Decides again as an older decider did. @throws RangeError for an unknown decider, or evidence that is not its own */
type DecideAgain = (decider: string, evidence: JsonObject, policy: JsonObject) => Decision;

const DECIDERS: Record<Lifecycle, DecideAgain> = {
  deal: decideDealAgain,
  claim: decideClaimAgain,
  clawback: decideClawbackAgain,
};

/** Decides again as the decider of that id did (`deal@1`), whatever its lifecycle. @throws RangeError as DecideAgain */
export const decideAgain: DecideAgain = (decider, evidence, policy) => {
  const [lifecycle = ''] = decider.split('@');
  if (!isLifecycle(lifecycle))
    throw new RangeError(`${decider} is a decider of no lifecycle; there are ${LIFECYCLES.join(', ')}`);
  return DECIDERS[lifecycle](decider, evidence, policy);
};
