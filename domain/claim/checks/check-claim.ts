import type { ClaimEvidence } from '../evidence.ts';
import { fundFindings } from '../mdf/fund-findings.ts';
import { prefilledFindings } from '../mdf/prefilled-findings.ts';
import { amountFindings, frequencyFindings, priceFindings } from './anomalies.ts';
import { cameraFindings } from './camera.ts';
import type { ClaimFinding } from './claim-finding.ts';
import { lineDisagreements } from './disagreements.ts';
import { duplicateFindings } from './duplicates.ts';
import { partyDisagreements } from './parties.ts';
import { proofFindings } from './proof.ts';
import { repeatedLines } from './repeated-lines.ts';
import { returnFindings } from './returns.ts';
import { splitFindings } from './split.ts';
import { territoryFindings } from './territory.ts';

/** Everything that the checks find against paying a claim without a person; empty: nothing. What the program's own rules say is not among it. */
export function checkClaim(evidence: ClaimEvidence): ClaimFinding[] {
  const { past, program } = evidence;
  const rules = program?.body ?? null;
  return [
    ...duplicateFindings(past, rules),
    ...cameraFindings(past),
    ...repeatedLines(past.facts.lines),
    ...splitFindings(past, rules, { rates: evidence.rates, day: evidence.asOf.slice(0, 10) }),
    ...amountFindings(past),
    ...frequencyFindings(past),
    ...priceFindings(past),
    ...territoryFindings(evidence),
    ...lineDisagreements(evidence),
    ...partyDisagreements(evidence),
    ...proofFindings(evidence),
    ...returnFindings(evidence),
    ...fundFindings(evidence),
    ...prefilledFindings(evidence),
  ];
}
