import { appendAudit } from '../../adapters/store/audit.ts';
import { type CaseChange, getCase, insertCase, updateCase } from '../../adapters/store/cases.ts';
import { closeToWrites, type Effect, standingEffects } from '../../adapters/store/effects.ts';
import { transact } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { EndStatus } from '../../domain/case.ts';
import type { EffectStatus } from '../../domain/effects.ts';
import { failure, vendorFailure } from '../kit/vendor-failures.ts';
import { type EffectDeps, writeNamed } from './effects.ts';
import { type Undone, type UndoRequest, undoOnce } from './undo.ts';

export type { Undone } from './undo.ts';

/** One write that a rollback would undo. */
export interface PlanLine extends UndoRequest {
  /** `sent` and `in_doubt` are looked up first. */
  status: EffectStatus;
  /** The record's id at the vendor, when known. */
  id: string | null;
  /** Its undo waits for a person. */
  movesMoney: boolean;
  /** False: it can only be corrected (a sent e-mail). */
  reversible: boolean;
}

/** What a rollback would do, in the order in which it would do it; shown before anybody confirms it. */
export interface RollbackPlan {
  case: string;
  lines: PlanLine[];
}

export type RollbackActivities = ReturnType<typeof rollbackActivities>;

export function rollbackActivities(deps: EffectDeps) {
  const { store, now } = deps;
  return {
    /** What a rollback would do now; no lines: nothing is left to undo. */
    async planRollback(caseId: string): Promise<RollbackPlan> {
      try {
        return plan(deps, caseId, await standingEffects(statement(store), caseId));
      } catch (error) {
        throw vendorFailure(error);
      }
    },

    /**
     * Closes the case to new writes and reads what has to be undone. The ledger is asked and not the workflow: a workflow task
     * that is lost (a crash, a signal that arrives as it ends) takes its memory of local writes with it, never the writes.
     */
    async beginRollback(caseId: string): Promise<RollbackPlan> {
      try {
        return await transact(store, async (tx) => {
          const at = now().toISOString();
          if (await closeToWrites(tx, caseId, at))
            await appendAudit(tx, caseId, { at, actor: 'system', action: 'case.rollback_started' });
          return plan(deps, caseId, await standingEffects(tx, caseId));
        });
      } catch (error) {
        throw vendorFailure(error);
      }
    },

    /** @throws ApplicationFailure EffectLeased, EffectInDoubt, NotFound, or a vendor failure */
    async undoEffect(request: UndoRequest): Promise<Undone> {
      try {
        return await undoOnce(deps, request);
      } catch (error) {
        throw vendorFailure(error);
      }
    },

    /** Gives a reversal its own row, pointing at the case that it undoes. Repeating it changes nothing. */
    async openReversal(reversal: string, original: string): Promise<void> {
      try {
        await transact(store, async (tx) => {
          const row = await getCase(tx, original);
          if (!row) throw failure('NotFound', `no case ${original}; see: quarterdeck cases list`);
          const { source, partnerId, segment, sample } = row;
          const fields = { partnerId, segment, sample, previousCase: original };
          const identity = { lifecycle: 'reversal' as const, source, externalId: original, sequence: 1 };
          const at = now().toISOString();
          const inserted = await insertCase(tx, { case: reversal, openedAt: at, ...identity, ...fields });
          if (!inserted) return;
          await appendAudit(tx, reversal, {
            at,
            actor: 'system',
            action: 'case.started',
            reverses: original,
          });
        });
      } catch (error) {
        throw vendorFailure(error);
      }
    },

    /** Nobody confirmed the reversal in time: it ends, and nothing has been undone. */
    async withdrawReversal(reversal: string): Promise<void> {
      try {
        await transact(store, async (tx) => {
          const at = now().toISOString();
          await updateCase(tx, reversal, { status: 'completed', endedAt: at, outcome: 'withdrawn' });
          await appendAudit(tx, reversal, { at, actor: 'system', action: 'reversal.withdrawn' });
        });
      } catch (error) {
        throw vendorFailure(error);
      }
    },

    /** Says in the case's row and chain how its rollback ended, and in those of the reversal that did it after its end. */
    async closeRollback(
      caseId: string,
      open: readonly { key: string; why: string }[],
      reversal: string | null,
    ): Promise<void> {
      const complete = open.length === 0;
      const status = complete ? 'rolled_back' : 'rollback_incomplete';
      const at = now().toISOString();
      const standing = open.map((one) => one.key);
      try {
        await transact(store, async (tx) => {
          const entry = { at, actor: 'system', action: `case.${status}`, standing };
          await updateCase(tx, caseId, closing(complete ? 'rolled_back' : 'incomplete', at));
          await appendAudit(tx, caseId, { ...entry, reversal });
          if (reversal === null) return;
          const own = complete ? 'completed' : status;
          await updateCase(tx, reversal, {
            ...closing(complete ? 'completed' : 'incomplete', at),
            outcome: status,
          });
          await appendAudit(tx, reversal, { ...entry, action: `reversal.${own}`, reverses: caseId });
        });
      } catch (error) {
        throw vendorFailure(error);
      }
    },
  };
}

/** @param how `incomplete`: something still stands, which a person has to look into */
function closing(how: EndStatus | 'incomplete', at: string): CaseChange {
  const nobody = { gate: null, assignee: null };
  return how === 'incomplete'
    ? { ...nobody, status: 'rollback_incomplete', openProblem: 'rollback_incomplete' }
    : { ...nobody, status: how, endedAt: at, openProblem: 'none' };
}

function plan(deps: EffectDeps, caseId: string, standing: readonly Effect[]): RollbackPlan {
  const lines = standing.map(({ key, step, revision, operation, status, landed }) => {
    const { movesMoney, repeat } = writeNamed(deps, operation);
    const id = landed?.id ?? null;
    const reversible = repeat !== 'at_most_once';
    return { key, case: caseId, step, revision, operation, status, id, movesMoney, reversible };
  });
  return { case: caseId, lines };
}
