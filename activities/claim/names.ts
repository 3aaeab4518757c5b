import { evidenceAddress } from '../../adapters/store/evidence.ts';
import type { ClaimEvidence } from '../../domain/claim/evidence.ts';
import type { Claim } from '../../domain/incentives/claim.ts';
import type { Json } from '../../domain/json.ts';
import { kept } from '../../domain/kept.ts';

/**
 * The names that a claim's writes and notices hold, the partner's and those of whoever has invoiced. A sole trader's is personal data, so Temporal
 * and the ledger only refer to them; the evidence of kind `names` has them.
 */
export type ClaimNames = Record<string, string>;

export function claimNames({ partner }: Pick<ClaimEvidence, 'partner'>, accrual: Claim | null): ClaimNames {
  const vendors = new Set(accrual?.lines.flatMap(({ vendor }) => vendor ?? []));
  const named = [...vendors].map((vendor, at) => [`vendor ${at + 1}`, vendor]);
  return { ...(partner ? { partner: partner.name } : {}), ...Object.fromEntries(named) };
}

/** What stands for a name; null for one that is not among them. */
export function referenceTo(names: ClaimNames, name: string | null): Json {
  const [field] = Object.entries(names).find(([, one]) => one === name) ?? [];
  return field === undefined ? null : (kept(evidenceAddress(names), field) as unknown as Json);
}
