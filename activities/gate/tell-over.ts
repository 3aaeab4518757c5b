import { performance } from 'node:perf_hooks';
import { type Call, VendorFault } from '../../adapters/ports/call.ts';
import type { StaffMessage, StaffPort } from '../../adapters/ports/staff.ts';
import { type Store, transact } from '../../adapters/store/pool.ts';
import {
  holdStaffNotice,
  leaseStaffNotice,
  type NewStaffNotice,
  recordStaffNotice,
} from '../../adapters/store/staff-notices.ts';
import { statement } from '../../adapters/store/statement.ts';
import { afterLookUp, nextStep, SETTLE_MS } from '../../domain/effects.ts';
import type { JsonObject } from '../../domain/json.ts';
import { judge } from '../ledger/effect-outcome.ts';

const CALL: Call = { timeoutMs: 20_000, mayWait: true };
const LEASE_MS = 25_000;
/** So often a channel that is away is tried before the next one is. */
const PATIENCE = 3;

/** What became of one message over one channel. */
export type Told =
  | { outcome: 'told' }
  /** Worth another attempt over this channel. */
  | { outcome: 'again'; why: string; afterMs: number | undefined }
  /** The next channel is tried. `code` says which fault it was. */
  | { outcome: 'failed'; why: string; code: string };

type Claim = { do: 'send'; attempt: number; claimedAt: number } | { do: 'look_up'; attempt: number } | Told;

/** Tells over one channel at most once: what may have been told is looked up first, and what cannot be proved is not told again. */
export async function tellOver(
  store: Store,
  channel: StaffPort,
  notice: NewStaffNotice,
  payload: { to: string; message: StaffMessage },
): Promise<Told> {
  const write = channel.writes.tell;
  const { key } = notice;
  const body = payload as unknown as JsonObject;
  let claim = await claimNotice(store, channel, notice);
  try {
    if ('do' in claim && claim.do === 'look_up') {
      const found = await write.lookup(body, key, CALL);
      if (typeof found === 'object') return await done(store, key, claim.attempt, found.id);
      claim = await claimNotice(store, channel, notice, found);
    }
    if (!('do' in claim) || claim.do === 'look_up') return 'do' in claim ? waits(LEASE_MS) : claim;
    // A process that slept may no longer hold what it was given.
    if (performance.now() - claim.claimedAt > LEASE_MS - CALL.timeoutMs) return waits(CALL.timeoutMs);
    const { id } = await write.send(body, key, CALL);
    return await done(store, key, claim.attempt, id);
  } catch (error) {
    if (!(error instanceof VendorFault) || !('do' in claim)) throw error;
    const { status, answered } = claim.do === 'look_up' ? NOT_LOOKED_UP : judged(error, write);
    const { attempt } = claim;
    await recordStaffNotice(statement(store), { key, attempt, status, answered });
    const passing = ['unavailable', 'rate_limited', 'budget'].includes(error.kind) && status !== 'in_doubt';
    if (passing && attempt < PATIENCE)
      return { outcome: 'again', why: error.message, afterMs: error.retryAfterMs };
    return { outcome: 'failed', why: error.message, code: status === 'in_doubt' ? 'in_doubt' : error.kind };
  }
}

/** Why a look-up fails says nothing of the message: it may have been told, and is looked up again. */
const NOT_LOOKED_UP = { status: 'sent', answered: false } as const;

function judged(error: VendorFault, { repeat }: StaffPort['writes']['tell']) {
  const { status, record } = judge(error, repeat);
  return { status, answered: record.answered === true };
}

/** Decides what is left to do and takes the lease for it. @param found what a look-up has just proved */
function claimNotice(
  store: Store,
  { vendor, writes: { tell } }: StaffPort,
  notice: NewStaffNotice,
  found?: 'absent' | 'unknown',
): Promise<Claim> {
  const { key } = notice;
  const write = { repeat: tell.repeat, searchLagMs: tell.searchLagMs, settleMs: SETTLE_MS };
  const claimedAt = performance.now();
  return transact(store, async (tx): Promise<Claim> => {
    const { state, now } = await holdStaffNotice(tx, notice);
    const asked = { payloadHash: '', now, decided: false, write };
    const step = found ? afterLookUp(found, state, asked) : nextStep(state, asked);
    switch (step.do) {
      case 'send':
        return { do: 'send', attempt: await leaseStaffNotice(tx, key, LEASE_MS, true), claimedAt };
      case 'look_up':
        return { do: 'look_up', attempt: await leaseStaffNotice(tx, key, LEASE_MS, false) };
      case 'wait':
        if (found) await recordStaffNotice(tx, { key, attempt: state.attempts, status: state.status });
        return waits(step.ms);
      case 'in_doubt': {
        await recordStaffNotice(tx, { key, attempt: state.attempts, status: 'in_doubt' });
        const why = `it cannot be proved whether the message was told over ${vendor}; it is not told again there`;
        return { outcome: 'failed', why, code: 'in_doubt' };
      }
      default:
        return { outcome: 'told' };
    }
  });
}

async function done(store: Store, key: string, attempt: number, told: string): Promise<Told> {
  await recordStaffNotice(statement(store), { key, attempt, status: 'done', told });
  return { outcome: 'told' };
}

const waits = (ms: number): Told => ({
  outcome: 'again',
  why: 'the message is being told, or it cannot be proved yet whether it was',
  afterMs: ms,
});
