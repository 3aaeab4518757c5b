import { appendAudit } from '../adapters/store/audit.ts';
import { updateCase } from '../adapters/store/cases.ts';
import { standingEffects } from '../adapters/store/effects.ts';
import { transact } from '../adapters/store/pool.ts';
import { statement } from '../adapters/store/statement.ts';
import type { EffectStatus } from '../domain/effects.ts';
import { type EffectDeps, writeNamed } from './effects.ts';
import { type Undone, type UndoRequest, undoOnce } from './undo.ts';
import { vendorFailure } from './vendor-failures.ts';

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

export function rollbackActivities(deps: EffectDeps) {
  const { store } = deps;
  return {
    /** Reads the plan from the ledger; an empty one means that nothing is left to undo. */
    async planRollback(caseId: string): Promise<RollbackPlan> {
      try {
        const standing = await standingEffects(statement(store), caseId);
        const lines = standing.map(({ key, step, revision, operation, status, landed }) => {
          const { movesMoney, repeat } = writeNamed(deps, operation);
          const id = landed?.id ?? null;
          const reversible = repeat !== 'at_most_once';
          return { key, case: caseId, step, revision, operation, status, id, movesMoney, reversible };
        });
        return { case: caseId, lines };
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

    /** Says in the case's row and chain how the rollback ended. */
    async closeRollback(caseId: string, open: readonly { key: string; why: string }[]): Promise<void> {
      const complete = open.length === 0;
      const status = complete ? 'rolled_back' : 'rollback_incomplete';
      try {
        await transact(store, async (tx) => {
          await updateCase(tx, caseId, { status, openProblem: complete ? 'none' : 'rollback_incomplete' });
          const at = new Date().toISOString();
          const standing = open.map((one) => one.key);
          await appendAudit(tx, caseId, { at, actor: 'system', action: `case.${status}`, standing });
        });
      } catch (error) {
        throw vendorFailure(error);
      }
    },
  };
}
