import type { JsonObject } from '../domain/json.ts';
import { ownId } from './own-id.ts';
import type { Call } from './ports/call.ts';
import type { Landed, Write } from './ports/write.ts';

/** A record that a vendor without idempotency keys and upserts makes, and how it is found again. */
export interface CreatedOnce {
  /** How long `carrying` may miss what was just made. */
  searchLagMs: number;
  /** @param id made from our key; the record has to carry it */
  create(payload: JsonObject, id: string, call: Call): Promise<Omit<Landed, 'created'>>;
  /** The records that carry an id; two are enough. */
  carrying(id: string, call: Call): Promise<Omit<Landed, 'created'>[]>;
}

/**
 * The creation of one record a key: the id made from our key, kept in the record, is what a repeat looks for. The ledger lets one worker at a
 * time write under a key, so that no turn at the record (Write.onlyOne) is needed beside it, even where the vendor would take a second one.
 */
export function createOnce({ searchLagMs, create, carrying }: CreatedOnce): Omit<Write, 'undo'> {
  return {
    repeat: 'lookup',
    searchLagMs,
    movesMoney: false,
    before: async () => null,
    async send(payload, key, call) {
      return { ...(await create(payload, ownId(key), call)), created: true };
    },
    async lookup(_payload, key, call) {
      const [found, second] = await carrying(ownId(key), call);
      if (!found) return 'absent';
      // Two records with our key: a person has to see that, no undo could pick the right one.
      return second ? 'unknown' : { ...found, created: true };
    },
  };
}
