import type { IncentiveProgram } from '../../incentives/program.ts';
import type { ClaimFinding } from './claim-finding.ts';
import { duplicateFindings } from './duplicates.ts';
import type { PastClaims, PastLine } from './past-claims.ts';

/**
 * What other claims were granted for the same sale since a claim was looked at: whoever decided it has not seen that.
 * @param past as it was seen @param lines of others as they stand now
 */
export function grantedSince(
  past: PastClaims,
  lines: readonly PastLine[],
  program: Pick<IncentiveProgram, 'program' | 'alongside'> | null,
): ClaimFinding[] {
  const ofGranted = (some: readonly PastLine[]) =>
    duplicateFindings(
      { ...past, lines: some.filter(({ standing }) => standing === 'granted'), cut: false },
      program,
    );
  const seen = new Set(ofGranted(past.lines).map(({ source }) => source));
  return ofGranted(lines).filter(({ source }) => !seen.has(source));
}
