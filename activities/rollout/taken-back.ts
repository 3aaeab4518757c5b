import { getCase } from '../../adapters/store/cases.ts';
import { decisionOf } from '../../adapters/store/rerun.ts';
import { statement } from '../../adapters/store/statement.ts';
import { type RolloutDeps, rolloutActivities } from './rollout.ts';

/** An automatic approval that is reversed is a disagreement: no other judgement of it ever comes. */
export async function countTakenBack(deps: RolloutDeps, caseId: string): Promise<void> {
  const db = statement(deps.store);
  const [row, record] = await Promise.all([getCase(db, caseId), decisionOf(db, caseId)]);
  if (!row || row.lifecycle === 'reversal' || row.mode !== 'automated' || row.segment === null) return;
  if (row.outcome !== 'Approved' || record?.decision.outcome !== 'automatic') return;
  await rolloutActivities(deps).recordAgreement({
    case: caseId,
    revision: row.revision,
    lifecycle: row.lifecycle,
    segment: row.segment,
    machine: 'approve',
    human: 'reject',
    amountUsd: record.decision.amounts[0]?.amount ?? '0',
  });
}
