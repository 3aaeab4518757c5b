import type { PartnerstackMapping } from '../../../contracts/vendors/partnerstack.ts';
import { lookupTable } from '../../../domain/lookup-table.ts';
import type { Write } from '../../ports/write.ts';
import { refused } from '../../refused.ts';
import { dealUpdate } from '../deal-update.ts';
import { bodyOf } from './body.ts';
import type { PartnerstackClient } from './client.ts';
import { mustBeKept } from './kept.ts';
import { heldAt, isArchived } from './records.ts';

/** The outcome of one deal: stage, lost reason, and the AI fields where the mapping keeps them. */
export function updateDeal(client: PartnerstackClient, { deal }: PartnerstackMapping): Write {
  const paths = lookupTable<string | null>({ ...deal.fields, status: 'stage', closureReason: 'lost_reason' });
  return dealUpdate({
    vendor: 'partnerstack',
    statuses: deal.statuses,
    writes: (name) => paths[name] != null,
    async now(id, names, call) {
      const record = await client.get('deals', id, call);
      if (!record || isArchived(record)) return null;
      return Object.fromEntries(names.map((name) => [name, heldAt(record, paths[name] as string)]));
    },
    async change(id, values, call) {
      const mapped = Object.entries(values).map(([name, value]) => [paths[name] as string, value] as const);
      const inside = mapped.some(([path]) => path.includes('.'));
      const current = inside ? await client.get('deals', id, call) : null;
      if (inside && !current) throw refused('partnerstack', 'NO_DEAL', `there is no deal ${id}`, 'not_found');
      await client.update(id, bodyOf(mapped, current), call);
      if (inside) await mustBeKept(client, { id, created: false }, Object.fromEntries(mapped), call);
    },
  });
}
