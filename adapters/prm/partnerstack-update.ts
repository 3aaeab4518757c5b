import type { PartnerstackMapping } from '../../contracts/partnerstack.ts';
import type { JsonObject } from '../../domain/json.ts';
import { type Call, VendorFault, type Write } from '../ports.ts';
import { holds, leftAlone, restoration } from '../restore.ts';
import { bodyOf } from './partnerstack-body.ts';
import type { PartnerstackClient } from './partnerstack-client.ts';
import { heldAt, isArchived } from './partnerstack-records.ts';
import { updated } from './payloads.ts';

/** Writes stage, lost reason and the three AI fields of one deal. A repeat writes the same values, but is looked up first. */
export function updateDeal(client: PartnerstackClient, { deal }: PartnerstackMapping): Write {
  const paths: Record<string, string> = { ...deal.fields, status: 'stage', closureReason: 'lost_reason' };
  const ours = (payload: JsonObject): JsonObject => {
    const { id: _, status, ...rest } = updated(payload);
    return { ...rest, status: deal.statuses[status] ?? status };
  };

  /** The touched fields as they are now, under our names. */
  async function now(payload: JsonObject, call: Call): Promise<JsonObject | null> {
    const record = await client.get('deals', updated(payload).id, call);
    if (!record || isArchived(record)) return null;
    return Object.fromEntries(
      Object.keys(ours(payload)).map((name) => [name, heldAt(record, paths[name] as string)]),
    );
  }

  async function write(id: string, values: JsonObject, call: Call): Promise<void> {
    const mapped = Object.entries(values).map(([name, value]) => [paths[name] as string, value] as const);
    const inside = mapped.some(([path]) => path.includes('.'));
    const current = inside ? await client.get('deals', id, call) : null;
    if (inside && !current) throw gone(id);
    await client.update(id, bodyOf(mapped, current), call);
  }

  return {
    repeat: 'lookup',
    // Read by key, which is consistent; only lists lag.
    searchLagMs: 0,
    movesMoney: false,
    before: (payload, _key, call) => now(payload, call),
    async send(payload, _key, call) {
      const { id } = updated(payload);
      await write(id, ours(payload), call);
      return { id, created: false };
    },
    async lookup(payload, _key, call) {
      const current = await now(payload, call);
      return current && holds(current, ours(payload))
        ? { id: updated(payload).id, created: false }
        : 'absent';
    },
    async undo({ payload, before }, call) {
      const current = before && (await now(payload, call));
      if (!before || !current) return {};
      const { back, left } = restoration(before, ours(payload), current);
      if (Object.keys(back).length > 0) await write(updated(payload).id, back, call);
      return leftAlone('partnerstack', left);
    },
  };
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
