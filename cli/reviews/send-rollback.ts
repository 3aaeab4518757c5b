import type { CaseRow } from '../../adapters/store/cases.ts';
import { refusalsSoFar } from '../../adapters/store/refused-decisions.ts';
import type { PersonRecord } from '../../contracts/policy-authority.ts';
import type { DecisionReply } from '../../domain/decision.ts';
import { reversalId } from '../../domain/identity.ts';
import type { Session } from '../session.ts';
import { AT_ONCE_SECONDS, signedRequest } from '../signing.ts';
import { taskQueue } from '../task-queue.ts';
import { explainRefusal } from './decision-answer.ts';
import { startReversal } from './reverse.ts';
import { sendDecision } from './send-decision.ts';

/** Signs a rollback and sends it: to the case itself while it runs, else to a reversal case of its own. @throws CliFailure when it was refused */
export async function sendRollback(
  session: Session,
  row: CaseRow,
  person: PersonRecord,
  reason: string,
): Promise<DecisionReply> {
  const ended = row.status === 'completed' || row.status === 'failed' || row.status === 'rollback_incomplete';
  const target = ended ? { ...row, case: reversalId(row.case), gate: null } : row;
  const { request, refusals } = await session.db(async (tx) => ({
    request: await signedRequest(tx, target, person, { action: 'rollback', reason }, AT_ONCE_SECONDS),
    refusals: await refusalsSoFar(tx, target.case, person.id),
  }));
  try {
    if (!ended) return await sendDecision(session, row, request, refusals);
    return await startReversal(session, row, request, { taskQueue: taskQueue(session), refusals });
  } catch (error) {
    throw (await explainRefusal(session, error, row, person)) ?? error;
  }
}
