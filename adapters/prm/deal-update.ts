import type { JsonObject } from '../../domain/json.ts';
import { leftMerged, mergedAway } from '../merged.ts';
import type { Call } from '../ports/call.ts';
import type { Write } from '../ports/write.ts';
import { holdsOurs, leftAlone, restoration } from '../restore.ts';
import { updated } from './payloads.ts';

/** How one vendor reads and changes the fields of a deal that an update touches. */
export interface DealFieldsAt {
  vendor: string;
  /** Status by status, in the vendor's words. */
  statuses: Record<string, string>;
  /** Whether a field of ours has a place there; absent: each has. */
  writes?(name: string): boolean;
  /** The fields of these names as they are now, values as the vendor holds them; null when there is no such deal. */
  now(id: string, names: readonly string[], call: Call): Promise<JsonObject | MergedDeal | null>;
  /** Exactly one writing request. */
  change(id: string, values: JsonObject, call: Call): Promise<void>;
}

/** The deal went into another one, under whose id it is answered. */
export interface MergedDeal {
  into: string;
}
const isMerged = (now: JsonObject | MergedDeal): now is MergedDeal => typeof now.into === 'string';

/** Writes status, closure reason and the three AI fields of one deal. A repeat writes the same values, but is looked up first. */
export function dealUpdate({
  vendor,
  statuses,
  writes = () => true,
  now: read,
  change,
}: DealFieldsAt): Write {
  const ours = (payload: JsonObject): JsonObject => {
    const { id: _, status, ...rest } = updated(payload);
    const values = { ...rest, status: statuses[status] ?? status };
    return Object.fromEntries(Object.entries(values).filter(([name]) => writes(name)));
  };
  const merged = (payload: JsonObject, { into }: MergedDeal) => ({
    ...{ vendor, name: `deal ${updated(payload).id}`, into },
  });
  const now = (payload: JsonObject, call: Call) =>
    read(updated(payload).id, Object.keys(ours(payload)), call);
  async function current(payload: JsonObject, call: Call): Promise<JsonObject | null> {
    const held = await now(payload, call);
    if (held && isMerged(held)) throw mergedAway(merged(payload, held));
    return held;
  }
  return {
    repeat: 'lookup',
    // Read by id, which is consistent; only searches and lists lag.
    searchLagMs: 0,
    movesMoney: false,
    before: (payload, _key, call) => current(payload, call),
    async send(payload, _key, call) {
      const { id } = updated(payload);
      await change(id, ours(payload), call);
      return { id, created: false };
    },
    async lookup(payload, _key, call) {
      const held = await current(payload, call);
      return held && holdsOurs(held, ours(payload)) ? { id: updated(payload).id, created: false } : 'absent';
    },
    async undo({ payload, before }, call) {
      const held = before && (await now(payload, call));
      if (!before || !held) return {};
      if (isMerged(held)) return leftMerged(merged(payload, held));
      const { back, left } = restoration(before, ours(payload), held);
      if (Object.keys(back).length > 0) await change(updated(payload).id, back, call);
      return leftAlone(vendor, left);
    },
  };
}
