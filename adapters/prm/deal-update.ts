import type { JsonObject } from '../../domain/json.ts';
import type { Call } from '../ports/call.ts';
import type { Write } from '../ports/write.ts';
import { holds, leftAlone, restoration } from '../restore.ts';
import { updated } from './payloads.ts';

/** How one vendor reads and changes the fields of a deal that an update touches. */
export interface DealFieldsAt {
  vendor: string;
  /** Status by status, in the vendor's words. */
  statuses: Record<string, string>;
  /** The fields of these names as they are now, values as the vendor holds them; null when there is no such deal. */
  now(id: string, names: readonly string[], call: Call): Promise<JsonObject | null>;
  /** Exactly one writing request. */
  change(id: string, values: JsonObject, call: Call): Promise<void>;
}

/** Writes status, closure reason and the three AI fields of one deal. A repeat writes the same values, but is looked up first. */
export function dealUpdate({ vendor, statuses, now: read, change }: DealFieldsAt): Write {
  const ours = (payload: JsonObject): JsonObject => {
    const { id: _, status, ...rest } = updated(payload);
    return { ...rest, status: statuses[status] ?? status };
  };
  const now = (payload: JsonObject, call: Call) =>
    read(updated(payload).id, Object.keys(ours(payload)), call);
  return {
    repeat: 'lookup',
    // Read by id, which is consistent; only searches and lists lag.
    searchLagMs: 0,
    movesMoney: false,
    before: (payload, _key, call) => now(payload, call),
    async send(payload, _key, call) {
      const { id } = updated(payload);
      await change(id, ours(payload), call);
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
      if (Object.keys(back).length > 0) await change(updated(payload).id, back, call);
      return leftAlone(vendor, left);
    },
  };
}
