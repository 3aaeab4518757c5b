import type { CaseRow } from '../../adapters/store/cases.ts';
import { sha256 } from '../../adapters/store/hash.ts';
import type { DecisionAction, DecisionReply, DecisionRequest } from '../../domain/decision.ts';
import { editsText } from '../../domain/gate/token.ts';
import { CliFailure, EXIT } from '../failure.ts';
import type { Session } from '../session.ts';

export const ANSWER_WITHIN_MS = 30_000;

/**
 * Sends a decision to its case and waits for the answer.
 * @param refusals how often this person was refused in this case so far: a new attempt after a refusal is another Update.
 * @throws DecisionRefused inside a WorkflowUpdateFailedError; CliFailure when nobody answers in time.
 */
export async function sendDecision(
  session: Session,
  row: CaseRow,
  request: DecisionRequest,
  refusals: number,
): Promise<DecisionReply> {
  const { client } = await session.temporal();
  const update = updateName(request.action);
  const options = { args: [request] as [DecisionRequest], updateId: updateIdOf(row, request, refusals) };
  return answered(row.case, () =>
    client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
      client.workflow.getHandle(row.case).executeUpdate<DecisionReply, [DecisionRequest]>(update, options),
    ),
  );
}

/** Which Update of workflows/messages.ts takes an action. */
export function updateName(action: DecisionAction): string {
  return action === 'rollback' ? 'rollback' : 'decide';
}

/**
 * Sending the same again (the answer was lost) is the same Update and answers what the first one answered, whatever its
 * token. Different words are another decision, and so is handing on what somebody has handed back in between.
 */
export function updateIdOf(
  row: Pick<CaseRow, 'case' | 'assignee'>,
  request: DecisionRequest,
  refusals: number,
): string {
  const { action, by, round } = request;
  const from = action === 'reassign' ? (row.assignee ?? '') : '';
  const said = sha256(`${editsText(request)}\n${from}`).slice(0, 12);
  return [row.case, round, action, by, said, ...(refusals > 0 ? [`again${refusals}`] : [])].join('/');
}

/** @throws CliFailure down when the time is over: the Update may still be taken, and repeating it is safe. */
export async function answered<T>(caseId: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const text = `${error} ${error instanceof Error ? error.cause : ''}`;
    const late = /WorkflowUpdateRPCTimeoutOrCancelled|DEADLINE_EXCEEDED|deadline exceeded/i.test(text);
    if (!late) throw error;
    throw new CliFailure({
      exit: EXIT.down,
      code: 'no_answer',
      title: `No worker has answered for ${caseId} within ${ANSWER_WITHIN_MS / 1000} s; it is not known whether the decision was taken.`,
      fix: 'Run the same command again: it cannot be taken twice. Is a worker running? quarterdeck doctor.',
      case: caseId,
    });
  }
}
