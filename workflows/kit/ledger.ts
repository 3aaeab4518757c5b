import type { Landed, Operation } from '../../activities/ledger/effects.ts';
import type { UndoRequest } from '../../activities/ledger/undo.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import type { ActivityProblem } from './failure-type.ts';
import type { Progress } from './progress.ts';
import type { RolloutWatch } from './rollout-watch.ts';

/** Read at each write, so that an amendment's revision and a segment found later hold. */
export interface LedgerCase {
  case: string;
  lifecycle: Lifecycle;
  segment: string;
  revision: number;
}

/** A write that did not land, or cannot be proved to have. */
export interface EffectProblem extends Pick<UndoRequest, 'key' | 'step' | 'operation'> {
  failure: ActivityProblem;
  /** The failure in words, for the gate's reasons. */
  message: string;
}

export interface LedgerHooks {
  progress: Pick<Progress, 'raise' | 'clear' | 'show'>;
  rollout: RolloutWatch;
  /** Opens a gate of kind `effect`; how long a person takes is the gate's business. */
  decide(problem: EffectProblem): Promise<'retry' | 'roll_back'>;
}

/** One write as a lifecycle asks for it. */
export interface NewWrite {
  step: string;
  operation: Operation;
  payload: JsonObject;
  /** In `writeAll`: the step of an earlier write, whose record's id becomes `payload.id`. */
  idFrom?: string;
}

export interface Ledger {
  /** Everything that this run may have written, in order; the whole truth, across lost workflow tasks, is in the ledger. */
  readonly entries: UndoRequest[];
  /** Writes once. Ends only when it has landed: failures go to `decide`. @throws CancelledFailure when a rollback was asked for */
  write(step: string, operation: Operation, payload: JsonObject): Promise<Landed>;
  /**
   * Several writes in this order. Of an earlier answer a later write needs at most the id. Each is an effect of its own, as with `write`.
   * @param notice sent once they have landed, as with `notice`; quick vendors get all of it in one step
   */
  writeAll(writes: readonly NewWrite[], notice?: NewWrite | null): Promise<Landed[]>;
  /** A notice: a failure stays in the ledger and never stops the case. Null when it was not sent. */
  notice(step: string, operation: Operation, payload: JsonObject): Promise<Landed | null>;
  /** The same while other steps of the case may go on. */
  noticeBeside(step: string, operation: Operation, payload: JsonObject): Promise<Landed | null>;
  /** Runs the case's writing part; ends early when a rollback or a cancellation comes. Other failures are thrown. */
  run(work: () => Promise<void>): Promise<'completed' | 'rollback' | 'cancelled'>;
  /** Stops `run` at the next await; a write under way is waited for, so that its undo knows what landed. */
  requestRollback(): void;
}
