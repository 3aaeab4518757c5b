import type { IncentiveProgram } from '../incentives/program.ts';
import { skuFits } from '../incentives/selector.ts';
import { versionOn } from '../incentives/versions.ts';
import { ratedSku } from './rated-sku.ts';
import type { StatedClaim } from './stated-claim.ts';

/** The versions of the program that a claim is for. */
export interface FoundProgram {
  /** Null: none is named or found. */
  program: string | null;
  /** What it may be meant for, where it names none and several or none fit. */
  candidates: string[];
}

/**
 * The program that a claim names, whatever that pays; without a name the only one that is open to its partner and products on the day of the sale.
 * @param day of the sale; null: not known
 */
export function findProgram(
  { program, lines }: StatedClaim,
  day: string | null,
  partner: { tier: string | null; region: string | null } | null,
  versions: readonly IncentiveProgram[],
): FoundProgram {
  const names = [...new Set(versions.map((one) => one.program))].sort();
  if (program !== null) return { program: names.includes(program) ? program : null, candidates: [] };
  if (day === null) return { program: null, candidates: [] };
  const open = names.filter((name) => {
    const inForce = versionOn(
      versions.filter((one) => one.program === name),
      day,
    );
    return inForce !== undefined && isOpen(inForce, day, partner, lines);
  });
  const [only] = open;
  return open.length === 1 && only ? { program: only, candidates: [] } : { program: null, candidates: open };
}

function isOpen(
  program: IncentiveProgram,
  day: string,
  partner: { tier: string | null; region: string | null } | null,
  lines: StatedClaim['lines'],
): boolean {
  const { window, eligibility } = program;
  const { tiers, regions, skus } = eligibility;
  const admits = (list: readonly string[], value: string | null | undefined) =>
    list.length === 0 || value == null || list.includes(value);
  return (
    day >= window.from &&
    day <= window.to &&
    admits(tiers, partner?.tier) &&
    admits(regions, partner?.region) &&
    (skus.length === 0 ||
      lines.some(({ sku }) => skus.some((pattern) => skuFits(pattern, ratedSku(sku, program)))))
  );
}
