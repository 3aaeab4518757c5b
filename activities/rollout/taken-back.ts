import { getCase } from '../../adapters/store/cases.ts';
import { decisionOf } from '../../adapters/store/rerun.ts';
import { statement } from '../../adapters/store/statement.ts';
import { type ComparingDeps, recordComparison } from './rollout.ts';

/** An approval of the machine that is reversed was wrong, whoever had looked at it. */
export async function countTakenBack(deps: ComparingDeps, caseId: string): Promise<void> {
  const db = statement(deps.store);
  const [row, kept] = await Promise.all([getCase(db, caseId), decisionOf(db, caseId)]);
  if (!row || row.lifecycle === 'reversal' || row.mode !== 'automated' || row.segment === null) return;
  if (row.outcome !== 'Approved' || kept?.decision.outcome !== 'automatic') return;
  const taken = {
    ...{ case: caseId, revision: row.revision, lifecycle: row.lifecycle, segment: row.segment },
    ...{ machine: 'approve', human: 'reject', amountUsd: kept.decision.amounts[0]?.amount ?? '0' },
  };
  await recordComparison(deps, taken, 'automatic');
}
