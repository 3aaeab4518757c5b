import type { DealMatch } from '../deal/evidence.ts';
import type { MatchingPolicy } from '../deal/policy.ts';

/** How likely a record counts as the same customer. */
export interface Likelihood {
  /** 0..1 */
  probability: number;
  /** What decided it: the model, or the field whose agreement alone is enough. */
  by: string;
}

/**
 * The model's probability, or what policy sets as the least for a field that agrees so far: an equal company domain is a conflict and
 * an equal name is looked at, whatever the model makes of everything else.
 */
export function likelihood({ probability, fields }: DealMatch, { floors }: MatchingPolicy): Likelihood {
  const levels = new Map(fields.map(({ field, level }) => [field, level]));
  let most: Likelihood = { probability, by: 'model' };
  for (const floor of floors) {
    const level = levels.get(floor.field);
    if (level !== undefined && floor.levels.includes(level) && floor.probability > most.probability)
      most = { probability: floor.probability, by: floor.field };
  }
  return most;
}
