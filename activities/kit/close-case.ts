import { appendAudit } from '../../adapters/store/audit.ts';
import { type CaseRow, updateCase } from '../../adapters/store/cases.ts';
import { type Store, type Tx, transact } from '../../adapters/store/pool.ts';
import { caseWithRefused, tellRefused } from '../../adapters/store/refused-decisions.ts';
import { statement } from '../../adapters/store/statement.ts';
import { together } from '../../adapters/store/together.ts';
import type { CaseStatus } from '../../domain/case.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { RolloutMode } from '../../domain/rollout.ts';
import { revealLook } from './reveal-look.ts';
import { vendorFailure } from './vendor-failures.ts';

/** How a case ended. */
export interface CaseEnd {
  case: string;
  status: Extract<CaseStatus, 'completed' | 'failed'>;
  outcome: string;
  /** Who it stands on: a person's id, or the signed promotion of the segment. */
  authority: string | null;
  mode: RolloutMode;
}

/** What a lifecycle writes in the same transaction. */
export interface ClosingPart {
  /** UTC instant before which the case is not deleted. */
  keptUntil?: string | null;
  /** Statements of its own; none may change the case's row, which is changed here. */
  also?(tx: Tx, row: CaseRow | undefined, at: string): Promise<unknown>[];
  /** Said in the audit row beside outcome, authority and mode. */
  audited?: JsonObject;
}

/**
 * Ends a case: its row, what its lifecycle keeps and its audit row in one transaction. Repeating it changes nothing more.
 * @throws ApplicationFailure as a vendor failure
 */
export async function closeCase(
  { store, now }: { store: Store; now: () => Date },
  { case: id, status, outcome, authority, mode }: CaseEnd,
  { keptUntil, also = () => [], audited = {} }: ClosingPart = {},
): Promise<void> {
  const at = now().toISOString();
  try {
    const { row, untold } = await caseWithRefused(statement(store), id);
    if (row?.status === status && row.outcome === outcome) return;
    if (untold) await tellRefused(statement(store), id, at);
    if (row?.blind) await transact(store, (tx) => revealLook(tx, id, at));
    await together(statement(store), (tx) => [
      updateCase(tx, id, {
        status,
        endedAt: at,
        outcome,
        gate: null,
        assignee: null,
        openProblem: 'none',
        ...(keptUntil ? { keptUntil } : {}),
      }),
      ...also(tx, row, at),
      appendAudit(tx, id, {
        at,
        actor: 'system',
        action: 'case.closed',
        outcome,
        authority,
        mode,
        ...audited,
      }),
    ]);
  } catch (error) {
    throw vendorFailure(error);
  }
}
