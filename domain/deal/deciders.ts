import type { Decision } from '../decision.ts';
import type { JsonObject } from '../json.ts';
import { DEAL_DECIDER, decideDeal } from './decision.ts';
import type { DealEvidence } from './evidence.ts';
import { decideDeal as decideFirst, DEAL_DECIDER as FIRST } from './first/decision.ts';
import type { DealPolicy } from './policy.ts';
import { completePolicy } from './policy-defaults.ts';

/** Every decider of deals that has ever decided one: id, schema version of its evidence, and the function. */
const DECIDERS = [
  {
    id: DEAL_DECIDER,
    schemaVersion: 2,
    decide: (evidence: DealEvidence, policy: DealPolicy) => decideDeal(evidence, completePolicy(policy)),
  },
  { id: FIRST, schemaVersion: 1, decide: decideFirst },
];

/**
 * Decides again as a decider of that id did, for receipts, audits and what-ifs.
 * @param policy the stored policy: whole (`{ deal }`).
 * @throws RangeError for an unknown decider, or evidence that is not its own
 */
export function decideDealAgain(decider: string, evidence: JsonObject, policy: JsonObject): Decision {
  const found = DECIDERS.find(({ id }) => id === decider);
  if (!found)
    throw new RangeError(
      `${decider} is no decider of deals; this version knows ${DECIDERS.map(({ id }) => id).join(', ')}`,
    );
  if (evidence.schemaVersion !== found.schemaVersion)
    throw new RangeError(
      `${decider} reads evidence of schema ${found.schemaVersion}, this is ${evidence.schemaVersion}`,
    );
  return found.decide(evidence as never, policy.deal as never);
}
