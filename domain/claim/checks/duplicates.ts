import type { IncentiveProgram } from '../../incentives/program.ts';
import type { FactLine } from './claim-facts.ts';
import { type ClaimFinding, claimFinding } from './claim-finding.ts';
import type { PastClaims, PastLine } from './past-claims.ts';
import type { CheckRule } from './rules.ts';
import { type SameSale, sameSale, type Verdict } from './same-sale.ts';

const RULES: Readonly<Record<SameSale, CheckRule>> = {
  sale: 'duplicate_sale',
  file: 'duplicate_file',
  invoice: 'duplicate_invoice',
  image: 'duplicate_image',
  fields: 'duplicate_fields',
  currency: 'duplicate_currency',
};
const BY: Readonly<Record<SameSale, string>> = {
  sale: 'the same line of the same deal',
  file: 'the same document, with the same figures',
  invoice: 'the same invoice number of the same seller, written in one way or another',
  image: 'a page with the same numbers on it, or a picture that looks the same, with the same figures',
  fields: 'the same product and quantity within three days, and nothing that tells the customers apart',
  currency: 'the same product and quantity within three days, and the same amount in another currency',
};

/**
 * For each line the claim of the same sale that weighs most. Only claims that were looked at before this one count, and those that are granted:
 * so of two that arrive together one goes on. A claim is turned down by rule only where the same partner was granted the same sale
 * in the same program, and records or documents prove it; a person looks at everything else.
 */
export function duplicateFindings(
  past: PastClaims,
  program: Pick<IncentiveProgram, 'program' | 'alongside'> | null,
): ClaimFinding[] {
  const others = past.lines.filter(({ before, standing }) => before || standing === 'granted');
  const more = past.cut
    ? [
        claimFinding('duplicate_more', 'More claims are like it than can be compared', 'claims', {
          staffOnly: true,
        }),
      ]
    : [];
  const duplicates = past.facts.lines.flatMap((line) => {
    const found = others.flatMap((other) => judged(past, line, other, program));
    const [gravest] = found.sort((a, b) => weightOf(a) - weightOf(b));
    return gravest ? [gravest] : [];
  });
  return [...duplicates, ...more];
}

const weightOf = ({ weight, staffOnly }: ClaimFinding) => (weight === 'reject' ? 0 : staffOnly ? 2 : 1);

function judged(
  { facts }: PastClaims,
  line: FactLine,
  other: PastLine,
  program: Pick<IncentiveProgram, 'program' | 'alongside'> | null,
): ClaimFinding[] {
  const verdict = sameSale(line, facts, other);
  if (verdict === null) return [];
  const inOther = facts.program !== null && other.program !== null && facts.program !== other.program;
  if (inOther && other.type !== null && program?.alongside?.includes(other.type)) return [];
  if (other.by !== 'same') return [ofPartner(line, other, verdict)];
  const source = `${other.case}#${other.line}`;
  const stands = other.standing === 'granted' ? 'was granted' : 'waits for its decision';
  const text = `${BY[verdict.why]}: claim ${other.case} of ${other.submittedOn} ${stands}`;
  if (inOther) {
    const remedy = 'A decision that both programs may pay for one sale';
    return [
      claimFinding('duplicate_program', `By ${other.program}, and ${text}`, source, {
        line: line.line,
        remedy,
      }),
    ];
  }
  const weight = verdict.certain && other.standing === 'granted' ? 'reject' : 'review';
  const remedy = 'Proof that it is another sale, such as its own order and invoice';
  return [
    claimFinding(RULES[verdict.why], capital(text), source, {
      ...{ line: line.line, weight, remedy },
      ...(line.soldOn === null ? {} : { value: line.soldOn }),
    }),
  ];
}

const RELATION = {
  distributor: 'the distributor above the partner',
  reseller: 'a reseller below the partner',
  sibling: 'another reseller of the same distributor',
  other: 'a partner that has nothing to do with this one',
};

/** What another partner has claimed is for staff only, whichever of the two it is. */
function ofPartner({ line }: FactLine, other: PastLine, { why }: Verdict): ClaimFinding {
  const by = RELATION[other.by as keyof typeof RELATION];
  const stands = other.standing === 'granted' ? 'was granted it' : 'has a claim that waits for its decision';
  const text = `By ${BY[why]}, ${by} (${other.partner}) ${stands}: claim ${other.case} of ${other.submittedOn}`;
  const rule = other.by === 'distributor' || other.by === 'reseller' ? 'hierarchy' : 'duplicate_partner';
  return claimFinding(rule, text, `${other.case}#${other.line}`, { line, staffOnly: true });
}

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
