import { CancellationScope, CancelledFailure, isCancellation } from '@temporalio/workflow';
import type { Landed } from '../../activities/effects.ts';
import type { UndoRequest } from '../../activities/undo.ts';
import type { JsonObject } from '../../domain/json.ts';
import { effectKey } from '../identity.ts';
import { notifyOnce, writeOnce } from './effect-write.ts';
import { type ActivityProblem, failureType, messageOf } from './failure-type.ts';
import type { Progress } from './progress.ts';
import type { RolloutWatch } from './rollout-watch.ts';

/** Read at each write, so that an amendment's revision and a segment found later hold. */
export interface LedgerCase {
  case: string;
  lifecycle: string;
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

export interface Ledger {
  /** Everything that this run may have written, in order; the whole truth, across lost workflow tasks, is in the ledger. */
  readonly entries: UndoRequest[];
  /** Writes once. Ends only when it has landed: failures go to `decide`. @throws CancelledFailure when a rollback was asked for */
  write(step: string, operation: string, payload: JsonObject): Promise<Landed>;
  /** A notice: a failure stays in the ledger and never stops the case. Null when it was not sent. */
  notice(step: string, operation: string, payload: JsonObject): Promise<Landed | null>;
  /** Runs the case's writing part; ends early when a rollback or a cancellation comes. Other failures are thrown. */
  run(work: () => Promise<void>): Promise<'completed' | 'rollback' | 'cancelled'>;
  /** Stops `run` at the next await; a write under way is waited for, so that its undo knows what landed. */
  requestRollback(): void;
}

/** No retry and no person at the vendor can help: the case itself has to be looked at. */
const HOPELESS = ['EffectConflict', 'NotFound', 'SubjectErased'];

export function openLedger(of: LedgerCase, { progress, rollout, decide }: LedgerHooks): Ledger {
  const entries: UndoRequest[] = [];
  const scope = new CancellationScope();
  let rollbackAsked = false;

  /** Registered before the write, as in the ledger: a write whose answer is lost has its undo all the same. */
  function register(step: string, operation: string) {
    const { case: id, lifecycle, segment, revision } = of;
    const entry = { key: effectKey(id, step, revision), case: id, step, revision, operation };
    if (!entries.some((one) => one.key === entry.key)) entries.push(entry);
    return { ...entry, lifecycle, segment };
  }

  /** A case whose segment is switched off parks before its next write and goes on when the rollout changes. */
  async function unlessOff<T>(attempt: () => Promise<T>): Promise<T> {
    for (;;) {
      const heard = rollout.heard();
      try {
        return await attempt();
      } catch (error) {
        if (failureType(error) !== 'KillSwitch') throw error;
        progress.raise('kill_switch');
        await rollout.changedSince(heard);
        progress.clear('kill_switch');
      }
    }
  }

  async function ask(effect: UndoRequest, error: unknown): Promise<void> {
    const { key, step, operation } = effect;
    const failure = failureType(error);
    if (failure === null || HOPELESS.includes(failure)) throw error;
    const problem = failure === 'EffectInDoubt' ? 'effect_in_doubt' : 'vendor_down';
    progress.raise(problem);
    const choice = await decide({ key, step, operation, failure, message: messageOf(error) });
    progress.clear(problem);
    if (choice === 'retry') return;
    requestRollback();
    throw new CancelledFailure(`rolled back instead of writing ${key} again`);
  }

  function requestRollback() {
    rollbackAsked = true;
    scope.cancel();
  }

  return {
    entries,
    requestRollback,
    async write(step, operation, payload) {
      const effect = register(step, operation);
      for (let decided = false; ; decided = true) {
        try {
          return await unlessOff(() => writeOnce({ ...effect, payload, decided }));
        } catch (error) {
          await ask(effect, error);
        }
      }
    },
    async notice(step, operation, payload) {
      const effect = register(step, operation);
      try {
        return await unlessOff(() => notifyOnce({ ...effect, payload }));
      } catch (error) {
        if (failureType(error) === null) throw error;
        progress.show({}, `${operation} was not sent: ${messageOf(error)}`);
        return null;
      }
    },
    async run(work) {
      try {
        await scope.run(work);
      } catch (error) {
        if (!isCancellation(error)) throw error;
        return rollbackAsked ? 'rollback' : 'cancelled';
      }
      return rollbackAsked ? 'rollback' : 'completed';
    },
  };
}
