import type { Reason } from '../decision.ts';
import type { ClaimEvidence } from './evidence.ts';
import { CLAIM_RULES } from './rules.ts';

/**
 * Reasons as Temporal may hold them: one that holds the name of a company says what its rule is called, and no more. The evidence has it whole,
 * for whoever reviews the claim.
 */
export function withoutNames(
  reasons: readonly Reason[],
  evidence: Pick<ClaimEvidence, 'stated' | 'deal' | 'partner' | 'readings'>,
): Reason[] {
  const names = namesIn(evidence);
  const holdsName = (text: string | undefined) => {
    const plain = text?.toLowerCase() ?? '';
    return names.some((name) => plain.includes(name));
  };
  return reasons.map((reason) => {
    const { rule, text, source, value } = reason;
    if (!holdsName(text) && !holdsName(value)) return reason;
    return { rule, text: CLAIM_RULES[rule.slice('claim.'.length) as keyof typeof CLAIM_RULES], source };
  });
}

function namesIn({
  stated,
  deal,
  partner,
  readings,
}: Pick<ClaimEvidence, 'stated' | 'deal' | 'partner' | 'readings'>): string[] {
  const said = [stated.customerName, stated.vendor, deal?.customer, partner?.name];
  const read = readings.flatMap(({ fields }) => [fields.customer, fields.seller].map((one) => one?.value));
  return [...said, ...read].flatMap((name) => name?.trim().toLowerCase() || []);
}
