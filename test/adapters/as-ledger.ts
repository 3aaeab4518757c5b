import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { VendorFault } from '../../adapters/ports/call.ts';
import type { Landed, Write } from '../../adapters/ports/write.ts';
import type { JsonObject } from '../../domain/json.ts';
import { call } from './contract.ts';

const HOUR = 3_600_000;
/** So that even the unluckiest row of mishaps ends. */
const MOST = 400;

/** Asks again while the vendor is away or wants us to wait; a wait has to be one that can be waited. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === MOST || !mayPass(error)) throw error;
      await sleep(2);
    }
  }
}

function mayPass(error: unknown): boolean {
  if (!(error instanceof VendorFault)) return false;
  if (error.kind === 'rate_limited') {
    expect(error.retryAfterMs).toBeGreaterThan(0);
    expect(error.retryAfterMs).toBeLessThanOrEqual(HOUR);
  }
  return error.kind === 'rate_limited' || error.kind === 'unavailable';
}

export interface Written {
  payload: JsonObject;
  before: JsonObject | null;
  landed: Landed;
  key: string;
}

/** Writes as the effect ledger does: what may have landed is looked up, and sent again only once it is proved absent. */
export async function written(write: Write, payload: JsonObject, key: string): Promise<Written> {
  const before = await patiently(() => write.before(payload, key, call));
  return { payload, before, key, landed: await sent(write, payload, key) };
}

/** Sends until it has landed; nothing is sent again that may have. */
export async function sent(write: Write, payload: JsonObject, key: string): Promise<Landed> {
  for (let attempt = 1; attempt <= MOST; attempt += 1) {
    let sentAt: number;
    try {
      const landed = await write.send(payload, key, call);
      await untilShown(write);
      return landed;
    } catch (error) {
      if (!mayPass(error)) throw error;
      const { kind, certainlyNotLanded } = error as VendorFault;
      if (kind === 'rate_limited' || certainlyNotLanded) continue;
      sentAt = Date.now();
    }
    const found = await proved(write, payload, key, sentAt);
    if (found === 'unknown') throw new Error('the write is in doubt');
    if (found !== 'absent') return found;
  }
  throw new Error('the write never landed');
}

/** What a look-up proves of a write that was sent then. */
export async function proved(write: Write, payload: JsonObject, key: string, sentAt = Date.now()) {
  for (;;) {
    const asked = Date.now();
    const found = await patiently(() => write.lookup(payload, key, call));
    if (found !== 'absent' || asked >= sentAt + write.searchLagMs) return found;
    await sleep(10);
  }
}

export async function undone(write: Write, effect: Written) {
  const stored = { ...effect, before: JSON.parse(JSON.stringify(effect.before)) };
  const undone = await patiently(() => write.undo(stored, call));
  await untilShown(write);
  return undone;
}

/** Nobody else is let at a record of which the vendor would take a second one before its search shows what was left. */
async function untilShown({ onlyOne, searchLagMs }: Write): Promise<void> {
  if (onlyOne) await sleep(searchLagMs + 20);
}
