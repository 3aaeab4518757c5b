import { dealPolicy } from '../../installation/deal/policy.ts';
import { readPolicy } from '../policy.ts';

/** The tiers, regions and programs of deal registrations that policy knows. */
export function dealSegmentNames(regions: readonly string[]): [string[], readonly string[], string[]] {
  const { deal } = readPolicy(dealPolicy);
  const eligible = Object.values(deal.eligibility).flatMap(({ tiers }) => tiers);
  return [
    [...Object.keys(deal.tierScore), ...deal.automaticTiers, ...eligible],
    regions,
    [...Object.keys(deal.required), ...Object.keys(deal.eligibility)],
  ];
}
