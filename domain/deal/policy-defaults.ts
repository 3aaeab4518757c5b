import type { DealPolicy } from './policy.ts';

/**
 * What a decision policy that was stored before deal@2 counts as: a case keeps the version it started with, also across an
 * upgrade. Never changed, so that its decisions can be computed again.
 */
export const BEFORE_DEAL_2: Pick<DealPolicy, 'matching' | 'eligibility' | 'customerFit' | 'mdf'> = {
  matching: {
    conflictFrom: 0.9,
    reviewFrom: 0.6,
    touchDays: 90,
    candidates: 50,
    floors: [
      { field: 'domain', levels: ['same host'], probability: 0.9 },
      { field: 'domain', levels: ['same domain'], probability: 0.6 },
      { field: 'name', levels: ['same', 'nearly the same'], probability: 0.6 },
    ],
    gravity: {
      protected: 1,
      registered: 0.9,
      duplicate: 0.9,
      active_cycle: 0.9,
      open_opportunity: 0.8,
      direct_touch: 0.7,
      hierarchy: 0.5,
      possible_account: 0.3,
      namesake: 0.5,
    },
  },
  eligibility: { standard: { certifications: [], tiers: [], authorisedTerritory: true, mdfBalance: null } },
  customerFit: { industries: [], countries: [], employeesFrom: 0 },
  mdf: { proofDays: 60 },
};

/** A stored policy with everything that deal@2 reads. */
export function completePolicy(stored: Partial<DealPolicy>): DealPolicy {
  const policy = { ...BEFORE_DEAL_2, ...stored } as DealPolicy;
  const { matching } = policy;
  // A clause that came later counts as it did when it came.
  const gravity = { ...BEFORE_DEAL_2.matching.gravity, ...matching.gravity };
  return { ...policy, matching: { ...matching, gravity } };
}
