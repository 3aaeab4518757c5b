import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { VendorFault } from '../../../adapters/ports/call.ts';
import type { StaffPort } from '../../../adapters/ports/staff.ts';
import type { Landed, Write } from '../../../adapters/ports/write.ts';

/** A channel as the ledger uses it: what fails in a way that may pass is tried again, and what may have landed is looked up first. */
export function persistent(port: StaffPort): StaffPort {
  const { tell, update } = port.writes;
  return { ...port, writes: { tell: persistently(tell), update: update && persistently(update) } };
}

function persistently(write: Write): Write {
  return {
    ...write,
    before: (...args) => again(() => write.before(...args)),
    lookup: (...args) => again(() => write.lookup(...args)),
    undo: (...args) => again(() => write.undo(...args)),
    async send(payload, key, call): Promise<Landed> {
      let sent = false;
      return again(async () => {
        if (sent && write.repeat === 'lookup') {
          const look = () => again(() => write.lookup(payload, key, call));
          let found = await look();
          if (found === 'absent' && write.searchLagMs > 0) {
            await sleep(write.searchLagMs + 20);
            found = await look();
          }
          if (typeof found !== 'string') return found;
          expect(found).toBe('absent');
        }
        sent = true;
        return write.send(payload, key, call);
      });
    },
  };
}

async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const passes = error instanceof VendorFault && ['unavailable', 'rate_limited'].includes(error.kind);
      if (!passes) throw error;
      // No header of a vendor silences a channel for longer.
      expect(error.retryAfterMs ?? 0).toBeLessThanOrEqual(900_000);
    }
  }
  throw new Error('it never got through');
}
