import type { ClaimFinding } from './checks/claim-finding.ts';
import type { ClaimRule } from './rules.ts';

/** What speaks against paying a claim, or a line of it, without a person: a finding of the checks, or one of the decision itself. */
export type Objection = Omit<ClaimFinding, 'rule'> & { rule: ClaimRule };

/** An objection for a person about the whole claim, unless `more` says otherwise. */
export function objection(
  rule: ClaimRule,
  text: string,
  source: string,
  more: Partial<Pick<Objection, 'value' | 'line' | 'weight' | 'remedy'>> = {},
): Objection {
  return { rule, text, source, line: null, weight: 'review', remedy: null, staffOnly: false, ...more };
}
