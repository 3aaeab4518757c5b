/** How many claims are made, and of which kinds. */
export interface ClaimPlan {
  claims: number;
  /** Shares of all claims, 0..1. */
  invalid: number;
  duplicate: number;
}

export const SAMPLE_CLAIMS: ClaimPlan = { claims: 420, invalid: 0.09, duplicate: 0.02 };

/**
 * A plan with other figures from JSON: `{ "claims": 3000, "invalid": 0.12 }`; what it leaves out stays.
 * @throws Error naming what is unknown or no number
 */
export function parseClaimPlan(text: string, usual: ClaimPlan): ClaimPlan {
  const given = JSON.parse(text) as Partial<ClaimPlan>;
  for (const [name, value] of Object.entries(given)) {
    if (!(name in usual))
      throw new Error(`${name} is no part of a plan of claims; there are ${Object.keys(usual)}`);
    if (typeof value !== 'number' || !(value >= 0)) throw new Error(`${name} must be a number of 0 or more`);
  }
  const plan = { ...usual, ...given };
  if (plan.invalid + 2 * plan.duplicate > 1)
    throw new Error('invalid and twice duplicate are at most 1: each duplicate has a first');
  return plan;
}
