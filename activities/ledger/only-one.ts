import type { Write } from '../../adapters/ports/write.ts';
import { sha256 } from '../../adapters/store/hash.ts';
import type { Store } from '../../adapters/store/pool.ts';
import { endRecord, takeRecord } from '../../adapters/store/record-leases.ts';
import { statement } from '../../adapters/store/statement.ts';
import { askAgainAfter, SETTLE_MS } from '../../domain/effects.ts';
import type { JsonObject } from '../../domain/json.ts';
import { leased } from './effect-outcome.ts';

/**
 * A write's turn at a record of which the vendor would take a second one (Write.onlyOne): while it lasts no other write of any worker goes
 * about that record. It is a row in Postgres that ends by itself.
 */
export interface Turn {
  /**
   * Begins it, or makes it last so long from now.
   * @throws failure EffectLeased when it is another write's turn
   */
  take(ms: number): Promise<void>;
  /** The same, long enough for a request that begins within `ms` and is not waited for any more. */
  takeToWrite(ms: number): Promise<void>;
  /** Lets the next one begin as soon as the vendor's search shows what this one left. */
  end(what: 'written' | 'nothing_written'): Promise<void>;
}

const NO_TURN: Turn = {
  take: async () => undefined,
  takeToWrite: async () => undefined,
  end: async () => undefined,
};

/** @param of the payload as the vendor gets it; `key` of the effect or of its undo */
export function turnOf(
  { store, settleMs = SETTLE_MS }: { store: Store; settleMs?: number | undefined },
  write: Pick<Write, 'onlyOne' | 'searchLagMs'>,
  of: { operation: string; payload: JsonObject; key: string; mayWait: boolean },
): Turn {
  const externalId = write.onlyOne?.(of.payload);
  if (externalId === undefined) return NO_TURN;
  const record = sha256(`${of.operation}\n${externalId}`);
  const db = statement(store);
  async function take(ms: number) {
    const wait = await takeRecord(db, { record, holder: of.key, ms });
    if (wait > 0) throw leased(of, askAgainAfter(wait, ms));
  }
  return {
    take,
    takeToWrite: (ms) => take(ms + settleMs + write.searchLagMs),
    end: (what) => endRecord(db, { record, holder: of.key, ms: what === 'written' ? write.searchLagMs : 0 }),
  };
}
