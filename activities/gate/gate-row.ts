import { updateCase } from '../../adapters/store/cases.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import type { OpenProblem } from '../../domain/case.ts';
import { type Gate, gateView } from '../../domain/gate/gate.ts';
import type { JsonObject } from '../../domain/json.ts';

/** Shows the gate in the case's row, for lists and for whoever asks while no worker runs. */
export async function writeGate(tx: Tx, caseId: string, gate: Gate): Promise<void> {
  const view = gateView(gate);
  const waiting = gate.partner ? 'waiting_for_partner' : 'waiting_for_decision';
  await updateCase(tx, caseId, {
    gate: view as JsonObject | null,
    assignee: view?.assignee ?? null,
    status: view ? waiting : 'running',
  });
}

/**
 * Marks a problem unless the row shows another one: only `refused_signal` and `staff_unreached` give way, and a case that has
 * ended never shows `refused_signal`.
 * @param round only while this question is open
 */
export async function raiseProblem(
  tx: Tx,
  caseId: string,
  problem: OpenProblem,
  round: number | null = null,
): Promise<void> {
  await tx.query(
    `update cases set open_problem = $2, updated_at = now()
      where case_id = $1 and open_problem in ('none', 'refused_signal', 'staff_unreached')
        and (ended_at is null or $2 <> 'refused_signal')
        and ($3::int is null or (gate->>'round')::int = $3)`,
    [caseId, problem, round],
  );
}

/** Takes these problems from the row if one of them stands there. */
export async function clearProblems(tx: Tx, caseId: string, problems: OpenProblem[]): Promise<void> {
  await tx.query(
    `update cases set open_problem = 'none', updated_at = now() where case_id = $1 and open_problem = any ($2)`,
    [caseId, problems],
  );
}
