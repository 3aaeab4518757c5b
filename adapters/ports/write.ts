import type { JsonObject } from '../../domain/json.ts';
import type { Call } from './call.ts';

/** What a write left at the vendor: the record's own id there, and whether it was created or changed. */
export interface Landed {
  id: string;
  created: boolean;
  /** References only: it stands readable in the ledger and in Temporal's history. */
  detail?: JsonObject;
}

/**
 * One kind of write, in the four verbs that the effect ledger needs to write at most once and to undo exactly.
 * `before` is read and stored before `send`; `undo` gets it back.
 */
export interface Write {
  /** `upsert`: a repeat is harmless. `lookup`: a repeat would double, so look up first. `at_most_once`: neither helps (e-mail). */
  readonly repeat: 'upsert' | 'lookup' | 'at_most_once';
  /** How long after a write the vendor's search may still miss it; 0 where reads are consistent. */
  readonly searchLagMs: number;
  /** Whether money moves; such an undo waits for a person. */
  readonly movesMoney: boolean;
  /**
   * The external id of the record that `send` makes where there is none, at a vendor that would take a second one: it has no unique field,
   * and its search lags. The ledger lets one write at a time go about that record, and the next one once the search shows what was left
   * (activities/ledger/only-one.ts). `send` looks for the record itself: what `before` saw may be old. Absent: the vendor refuses a second one,
   * or each write is a record of its own.
   */
  onlyOne?(payload: JsonObject): string;
  /** The fields that `send` will touch as they are now; null when the record does not exist yet. */
  before(payload: JsonObject, key: string, call: Call): Promise<JsonObject | null>;
  /** Exactly one writing HTTP request. */
  send(payload: JsonObject, key: string, call: Call): Promise<Landed>;
  /** Did this very write land? `absent` only proves something once searchLagMs has passed since the last send. */
  lookup(payload: JsonObject, key: string, call: Call): Promise<Landed | 'absent' | 'unknown'>;
  /**
   * Whether `undo`, and `lookup` before it, need nothing of a person: they get the payload with its values sealed, so that what was written is
   * undone also once somebody in it was erased. Absent: they need all of it.
   */
  readonly undoneSealed?: boolean;
  /** Puts back `before` (or deletes what was created). Safe to repeat. Answers what could only be corrected, if anything;
   * `inUse`: the record was kept for what hangs on it, and can go once that is gone. */
  undo(
    args: { payload: JsonObject; before: JsonObject | null; landed: Landed; key: string },
    call: Call,
  ): Promise<{ corrected?: string; inUse?: boolean }>;
}
