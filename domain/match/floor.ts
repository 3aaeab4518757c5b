import type { CustomerMatch } from './customer-match.ts';
import type { CarriedMark } from './marks.ts';

/** Levels of a field (domain/match/levels.ts) that alone set the least probability. */
export interface Floor {
  field: string;
  levels: string[];
  probability: number;
}

/** How likely a record counts as the same customer. */
export interface Likelihood {
  /** 0..1 */
  probability: number;
  /** What decided it: the model, the field whose agreement alone is enough, or what a person has said (`mark`). */
  by: string;
}

/** What of a compared record decides. */
export type Judged = Pick<CustomerMatch, 'probability' | 'fields'> & { mark?: Pick<CarriedMark, 'is'> };

/**
 * The model's probability, or what policy sets as the least for a field that agrees so far: an equal company domain is a conflict and
 * an equal name is looked at, whatever the model makes of everything else. What a person has said counts before both.
 */
export function likelihood(
  { probability, fields, mark }: Judged,
  { floors }: { floors: readonly Floor[] },
): Likelihood {
  if (mark !== undefined) return { probability: mark.is === 'same' ? 1 : 0, by: 'mark' };
  const levels = new Map(fields.map(({ field, level }) => [field, level]));
  let most: Likelihood = { probability, by: 'model' };
  for (const floor of floors) {
    const level = levels.get(floor.field);
    if (level !== undefined && floor.levels.includes(level) && floor.probability > most.probability)
      most = { probability: floor.probability, by: floor.field };
  }
  return most;
}
