import type { PartnerRecord } from '../ports/prm.ts';

/** The one partner among them whose address this is; null when none or several have it. */
export function onlyWithEmail(partners: readonly PartnerRecord[], address: string): PartnerRecord | null {
  const wanted = address.toLowerCase();
  const found = partners.filter(({ email }) => email?.trim().toLowerCase() === wanted);
  return found.length === 1 ? (found[0] ?? null) : null;
}
