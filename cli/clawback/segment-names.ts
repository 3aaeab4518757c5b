import { PROGRAM_TYPES } from '../../domain/incentives/program.ts';
import { catalogue } from '../../installation/incentives/programs.ts';
import { readPolicy } from '../policy.ts';

/** The tiers, regions and types of programs that policy knows. */
export function clawbackSegmentNames(
  regions: readonly string[],
): [readonly string[], readonly string[], readonly string[]] {
  const names = readPolicy(catalogue);
  return [names.tiers, [...new Set([...names.regions, ...regions])], PROGRAM_TYPES];
}
