import type { JsonObject } from './json.ts';
/**
 * The effect ledger as a state machine: what may be done with one write, given what the ledger knows of it. A write lands at
 * most once; it is repeated only when it is proved that it has not landed, or when a repeat is harmless and looked up first.
 *
 *   intended → sent → done | failed | in_doubt        in_doubt → sent only when a person says so
 */

export type EffectStatus = 'intended' | 'sent' | 'done' | 'failed' | 'in_doubt';

/** Which write it is. */
export interface WriteId {
  /** domain/identity.ts, effectKey */
  key: string;
  case: string;
  step: string;
  revision: number;
  /** `crm.upsertAccount` */
  operation: string;
}

/** How a write may be repeated; the meaning of `Write.repeat` of the ports. */
export type Repeat = 'upsert' | 'lookup' | 'at_most_once';

/** What a decision needs of a ledger row. Instants are milliseconds of the database's clock, the only one that all workers share. */
export interface EffectState {
  status: EffectStatus;
  payloadHash: string;
  sentAt: number | null;
  leaseUntil: number | null;
  /** The vendor answered the last request, whatever it said: nothing of it can still be under way. */
  answered: boolean;
  /** An undo of this write has begun or ended: it must never be written again under this key. */
  undoBegun: boolean;
}

export interface WriteTraits {
  repeat: Repeat;
  /** How long the vendor's search may miss a record that is there. */
  searchLagMs: number;
  /** How long a request whose answer was never seen may still be at work in the vendor. */
  settleMs: number;
}

/**
 * A request may be working at the vendor after we stopped listening: as long as we let any request run. An upsert need not
 * wait for that, since a second one changes nothing.
 */
export const SETTLE_MS = 20_000;

export type NextStep =
  | { do: 'send' }
  | { do: 'return' }
  | { do: 'wait'; ms: number }
  | { do: 'look_up' }
  | { do: 'in_doubt' }
  | { do: 'conflict'; why: 'undone' | 'other_payload' };

/**
 * What to do with a write that is asked for (again).
 * @param row null when the ledger does not know it.
 * @param decided a person chose `retry` at the gate; it holds for a row in doubt only, so that a repeated attempt of the same
 *   step cannot use the decision twice.
 */
export function nextStep(
  row: EffectState | null,
  asked: { payloadHash: string; now: number; decided: boolean; write: WriteTraits },
): NextStep {
  if (!row) return { do: 'send' };
  if (row.undoBegun) return { do: 'conflict', why: 'undone' };
  if (row.payloadHash !== asked.payloadHash) return { do: 'conflict', why: 'other_payload' };
  if (row.status === 'done') return { do: 'return' };
  const leased = remaining(row.leaseUntil, asked.now);
  if (leased > 0) return { do: 'wait', ms: leased };
  if (row.status === 'in_doubt' && !asked.decided) return { do: 'in_doubt' };
  const mayHaveLanded = row.status === 'sent' || row.status === 'in_doubt';
  if (!mayHaveLanded) return { do: 'send' };
  if (asked.write.repeat !== 'at_most_once') return { do: 'look_up' };
  return row.status === 'in_doubt' ? { do: 'send' } : { do: 'in_doubt' };
}

/** What the vendor's look-up proved. */
export type LookedUp = 'landed' | 'absent' | 'unknown';

/** What to do after a look-up of a write that may have landed; `done` means that it has. */
export function afterLookUp(
  found: LookedUp,
  row: EffectState,
  asked: { now: number; decided: boolean; write: WriteTraits },
): { do: 'done' } | { do: 'send' } | { do: 'wait'; ms: number } | { do: 'in_doubt' } {
  if (found === 'landed') return { do: 'done' };
  if (found === 'unknown') {
    const allowed = asked.write.repeat === 'upsert' || (row.status === 'in_doubt' && asked.decided);
    return { do: allowed ? 'send' : 'in_doubt' };
  }
  const unproved = remaining(absentProvedAt(row, asked.write), asked.now);
  return unproved > 0 ? { do: 'wait', ms: unproved } : { do: 'send' };
}

/** When `absent` starts to prove that the last request has not landed: it may land late, and the search may lag behind that. */
export function absentProvedAt(row: Pick<EffectState, 'sentAt' | 'answered'>, write: WriteTraits): number {
  const settle = row.answered || write.repeat === 'upsert' ? 0 : write.settleMs;
  return (row.sentAt ?? 0) + settle + write.searchLagMs;
}

export type UndoStep =
  | { do: 'nothing' }
  | { do: 'already' }
  | { do: 'wait'; ms: number }
  | { do: 'look_up' }
  | { do: 'undo' }
  | { do: 'leave'; why: 'write_unproved' | 'undo_unproved' };

/**
 * What to do with the undo of a write. A write that still holds its lease is waited for; one that was never sent is closed,
 * so that it cannot land afterwards. What may be done at most once (a mail, and the mail that corrects it) is left alone
 * when it cannot be proved: there is nothing to take back, and a second message would only confuse.
 */
export function nextUndoStep(
  row: Pick<EffectState, 'status' | 'leaseUntil'>,
  undo: Pick<EffectState, 'status' | 'leaseUntil'>,
  now: number,
  repeat: Repeat,
): UndoStep {
  if (undo.status === 'done') return { do: 'already' };
  const leased = Math.max(remaining(row.leaseUntil, now), remaining(undo.leaseUntil, now));
  if (leased > 0) return { do: 'wait', ms: leased };
  if (row.status === 'intended' || row.status === 'failed') return { do: 'nothing' };
  if (row.status !== 'done')
    return repeat === 'at_most_once' ? { do: 'leave', why: 'write_unproved' } : { do: 'look_up' };
  if (undo.status === 'sent' && repeat === 'at_most_once') return { do: 'leave', why: 'undo_unproved' };
  return { do: 'undo' };
}

function remaining(until: number | null, now: number): number {
  return Math.max(0, (until ?? 0) - now);
}

/** A write about a record that an earlier one of the same list creates gets that record's id. `landed` answers the first of `all`. */
export function withId<W extends { payload: JsonObject; idFrom?: string }>(
  write: W,
  all: readonly { step: string }[],
  landed: readonly { id: string }[],
): W {
  const from = write.idFrom === undefined ? -1 : all.findIndex(({ step }) => step === write.idFrom);
  const id = landed[from]?.id;
  return id === undefined ? write : { ...write, payload: { ...write.payload, id } };
}

/**
 * When to ask again for a write whose lease ends in `ms`: soon, because whoever writes is done long before that as a rule, and later each
 * time. Five asks reach the end of the lease.
 */
export function askAgainAfter(ms: number, leaseMs: number): number {
  return Math.min(ms, Math.max(1_000, 2 * (leaseMs - ms)));
}
