import type { JsonObject } from '../../../domain/json.ts';
import { ownId } from '../../own-id.ts';
import { type Call, VendorFault } from '../../ports/call.ts';
import type { Write } from '../../ports/write.ts';
import { holds } from '../../restore.ts';
import { filterLiteral, type ImpartnerClient } from './client.ts';
import { heldIn } from './records.ts';

/**
 * The creation of one record. Impartner has neither an idempotency key nor an upsert: the id made from our key, kept in the
 * record, is what a repeat looks for.
 */
export function creation(
  client: ImpartnerClient,
  searchLagMs: number,
  record: {
    object: string;
    /** The field that holds the id made from our key. */
    key: string;
    body(payload: JsonObject): JsonObject;
    /** What becomes of a record that the key may not delete; answers what to say about it. */
    keep(id: string, call: Call): Promise<string>;
    /** What `keep` leaves in it. */
    kept?: JsonObject;
  },
): Write {
  const { object } = record;
  return {
    repeat: 'lookup',
    searchLagMs,
    movesMoney: false,
    before: async () => null,
    async send(payload, key, call) {
      const body = { ...record.body(payload), [record.key]: ownId(key) };
      return { id: await client.create(object, body, call), created: true };
    },
    async lookup(_payload, key, call) {
      const filter = `${record.key} = ${filterLiteral(ownId(key))}`;
      const [found, second] = await client.search(object, { fields: ['Id'], filter, take: 2 }, call);
      if (!found) return 'absent';
      // Two records with our key: a person has to see that, no undo could pick the right one.
      return second ? 'unknown' : { id: found.id, created: true };
    },
    async undo({ payload, landed, key }, call) {
      const ours = { ...record.body(payload), [record.key]: ownId(key) };
      const names = Object.keys(ours);
      const now = await client.get(object, landed.id, ['Id', ...names], call);
      if (!now) return {};
      const held = Object.fromEntries(names.map((name) => [name, heldIn(now, name)]));
      if (!holds(held, ours) && !holds(held, { ...ours, ...record.kept }))
        return { corrected: `impartner: ${object} ${landed.id} was changed after our write and was kept` };
      try {
        await client.remove(object, landed.id, call);
        return {};
      } catch (error) {
        if (!(error instanceof VendorFault)) throw error;
        if (error.kind !== 'auth' && error.kind !== 'rejected') throw error;
      }
      return { corrected: await record.keep(landed.id, call) };
    },
  };
}
