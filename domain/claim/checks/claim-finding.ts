import type { CheckRule } from './rules.ts';

/** Speaks against paying a claim, or a line of it, without a person. */
export interface ClaimFinding {
  rule: `claim.${CheckRule}`;
  /** Plain language, free of personal data, with the figures that were compared. */
  text: string;
  /** Where it was read: `claim:impartner:C-17#2`, `document:<sha256>`, `crm:OpportunityLineItem/00k1` */
  source: string;
  /** What was compared, as text. */
  value?: string;
  /** The claim's line that it is about; null: all of it. */
  line: string | null;
  /** `reject`: a rule says that it is not payable; `review`: a person has to look. */
  weight: 'reject' | 'review';
  /** What would make it payable; null: nothing would, or nobody knows. */
  remedy: string | null;
  /** True: text, source and value may name another partner or its business, and are never shown to a partner. */
  staffOnly: boolean;
}

/** A finding for a person about the whole claim, unless `more` says otherwise. */
export function claimFinding(
  rule: CheckRule,
  text: string,
  source: string,
  more: Partial<Omit<ClaimFinding, 'rule' | 'text' | 'source'>> = {},
): ClaimFinding {
  const { value, ...rest } = more;
  return {
    ...{ rule: `claim.${rule}` as const, text, source },
    ...(value === undefined ? {} : { value }),
    ...{ line: null, weight: 'review' as const, remedy: null, staffOnly: false },
    ...rest,
  };
}
