import { type Decision, type Reason, reasonOf } from '../decision.ts';
import type { JsonObject } from '../json.ts';
import type { ToyEvidence, ToyPolicy } from './request.ts';

export const TOY_DECIDER = 'toy@1';

/** What the rule of a toy is called where a person reads it. */
export const TOY_RULES = { seats: 'it is about many seats' } as const;

/** One rule: from so many seats on a person decides. */
export function decideToy({ seats }: ToyEvidence, { askFrom }: ToyPolicy): Decision<'automatic' | 'review'> {
  const many: Reason[] =
    seats < askFrom
      ? []
      : [reasonOf('toy.seats', `A person decides from ${askFrom} seats on`, 'submission#seats', `${seats}`)];
  return {
    decider: TOY_DECIDER,
    outcome: many.length === 0 ? 'automatic' : 'review',
    confidence: 1,
    reasons: many,
    amounts: [],
    fields: { seats },
  };
}

/** Decides again, for audits. @throws RangeError for another decider */
export function decideToyAgain(decider: string, evidence: JsonObject, policy: JsonObject): Decision {
  if (decider !== TOY_DECIDER) throw new RangeError(`${decider} is no decider of toys`);
  return decideToy(evidence as unknown as ToyEvidence, policy as unknown as ToyPolicy);
}
