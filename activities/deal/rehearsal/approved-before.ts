import type { PastDeal } from '../../../adapters/intake/deal/past-file.ts';
import type { PartnerRecord } from '../../../adapters/ports/prm.ts';

/**
 * How many registrations of a partner were approved by an instant. The PRM tells how many there are now; those of the file that were
 * approved later did not count yet.
 */
export function approvedBefore(past: readonly PastDeal[]) {
  const decided = new Map<string, string[]>();
  for (const { deal, human, decidedAt } of past) {
    if (human !== 'approve') continue;
    const id = deal.submission.source_partner_id;
    decided.set(id, [...(decided.get(id) ?? []), decidedAt]);
  }
  return {
    /** The partner's record with the number of that instant. */
    standing(partner: PartnerRecord | null, at: string): PartnerRecord | null {
      if (partner === null) return null;
      const all = decided.get(partner.id) ?? [];
      const by = all.filter((instant) => instant < at).length;
      const now = partner.approvedRegistrations ?? all.length;
      return { ...partner, approvedRegistrations: Math.max(by, now - (all.length - by)) };
    },
  };
}
