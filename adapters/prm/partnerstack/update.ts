import type { PartnerstackMapping } from '../../../contracts/vendors/partnerstack.ts';
import { lookupTable } from '../../../domain/lookup-table.ts';
import { VendorFault } from '../../ports/call.ts';
import type { Write } from '../../ports/write.ts';
import { dealUpdate } from '../deal-update.ts';
import { bodyOf } from './body.ts';
import type { PartnerstackClient } from './client.ts';
import { heldAt, isArchived } from './records.ts';

/** The outcome of one deal: stage, lost reason, and the AI fields where the mapping keeps them. */
export function updateDeal(client: PartnerstackClient, { deal }: PartnerstackMapping): Write {
  const paths = lookupTable<string>({ ...deal.fields, status: 'stage', closureReason: 'lost_reason' });
  return dealUpdate({
    vendor: 'partnerstack',
    statuses: deal.statuses,
    async now(id, names, call) {
      const record = await client.get('deals', id, call);
      if (!record || isArchived(record)) return null;
      return Object.fromEntries(names.map((name) => [name, heldAt(record, paths[name] as string)]));
    },
    async change(id, values, call) {
      const mapped = Object.entries(values).map(([name, value]) => [paths[name] as string, value] as const);
      const inside = mapped.some(([path]) => path.includes('.'));
      const current = inside ? await client.get('deals', id, call) : null;
      if (inside && !current) throw gone(id);
      await client.update(id, bodyOf(mapped, current), call);
    },
  });
}

function gone(id: string): VendorFault {
  return new VendorFault({
    vendor: 'partnerstack',
    kind: 'not_found',
    status: 404,
    message: `there is no deal ${id}`,
    certainlyNotLanded: true,
  });
}
