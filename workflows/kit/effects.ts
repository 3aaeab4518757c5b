import {
  type ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  isCancellation,
  patched,
} from '@temporalio/workflow';
import type { Landed } from '../../activities/ledger/effects.ts';
import type { UndoRequest } from '../../activities/ledger/undo.ts';
import { withId } from '../../domain/effects.ts';
import { effectKey } from '../../domain/identity.ts';
import { notifyBeside, notifyOnce, writeOnce, writeTogether } from './effect-write.ts';
import { failureType, messageOf } from './failure-type.ts';
import type { Ledger, LedgerCase, LedgerHooks, NewWrite } from './ledger.ts';

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
    for (let parked = false; ; parked = true) {
      const heard = rollout.heard();
      try {
        const answer = await attempt();
        if (parked) progress.clear('kill_switch');
        return answer;
      } catch (error) {
        if (failureType(error) !== 'KillSwitch') {
          if (parked) progress.clear('kill_switch');
          throw error;
        }
        progress.raise('kill_switch');
        await rollout.changedSince(heard);
        if (!patched('parked-until-looked')) progress.clear('kill_switch');
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

  async function write(
    { step, operation, payload }: NewWrite,
    failedTogether?: ApplicationFailure,
  ): Promise<Landed> {
    const effect = register(step, operation);
    let failed = failedTogether;
    for (let decided = false; ; decided = true) {
      try {
        return await unlessOff(() => {
          const before = failed;
          failed = undefined;
          return writeOnce({ ...effect, payload, decided }, before);
        });
      } catch (error) {
        await ask(effect, error);
      }
    }
  }

  async function notice(
    { step, operation, payload }: NewWrite,
    send: typeof notifyOnce,
    failedTogether?: ApplicationFailure,
  ): Promise<Landed | null> {
    const effect = register(step, operation);
    let failed = failedTogether;
    try {
      return await unlessOff(() => {
        const before = failed;
        failed = undefined;
        return send({ ...effect, payload }, before);
      });
    } catch (error) {
      if (failureType(error) === null) throw error;
      progress.show({}, `${operation} was not sent: ${messageOf(error)}`);
      return null;
    }
  }

  return {
    entries,
    requestRollback,
    write: (step, operation, payload) => write({ step, operation, payload }),
    async writeAll(writes, told = null) {
      const asked = ({ step, operation, ...write }: NewWrite) => ({ ...register(step, operation), ...write });
      const { landed, failed } = await writeTogether(writes.map(asked), told && asked(told));
      const isTold = landed.length > writes.length;
      let failure = failed;
      for (const each of writes.slice(landed.length)) {
        landed.push(await write(withId(each, writes, landed), failure));
        failure = undefined;
      }
      if (told && !isTold) await notice(told, notifyOnce, failure);
      return landed.slice(0, writes.length);
    },
    notice: (step, operation, payload) => notice({ step, operation, payload }, notifyOnce),
    noticeBeside: (step, operation, payload) => notice({ step, operation, payload }, notifyBeside),
    async run(work) {
      if (rollbackAsked) return 'rollback';
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
