import { expect } from '@jest/globals';
import type { Landed } from '../../activities/ledger/effects.ts';
import type { Write } from '../../adapters/ports/write.ts';
import type { Store } from '../../adapters/store/pool.ts';
import type { JsonObject } from '../../domain/json.ts';
import { effectOf, untilSettled, worker } from './two-workers.ts';

/** A write of a vendor as two workers see it: each has opened the port for itself, and knows nothing of the other. */
export interface TwoWorkers {
  /** Usually one database; a worker each. */
  stores: readonly [Store, Store];
  writes: readonly [Write, Write];
  payload: JsonObject;
  /** How many records of the kind the vendor has. */
  count(): Promise<number>;
}

/** The rule: however many workers begin at the same moment for however many cases, the vendor has one record more. */
export async function makesOnlyOne({ stores, writes, payload, count }: TwoWorkers): Promise<void> {
  const before = await count();
  const workers = [worker(stores[0], writes[0]), worker(stores[1], writes[1])] as const;
  const asked = [0, 1, 0, 1].map((at) => ({ at: at as 0 | 1, effect: effectOf(payload) }));
  const landed: Landed[] = await Promise.all(
    asked.map(({ at, effect }) => untilSettled(() => workers[at].performEffect(effect))),
  );
  expect(await count()).toBe(before + 1);
  expect(new Set(landed.map(({ id }) => id)).size).toBe(1);
  // A vendor that refuses a second record by itself may not tell which of our writes made the one.
  if (writes[0].repeat === 'lookup') expect(landed.filter(({ created }) => created)).toHaveLength(1);
}
