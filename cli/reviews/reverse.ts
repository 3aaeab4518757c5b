import { WithStartWorkflowOperation } from '@temporalio/client';

import type { CaseRow } from '../../adapters/store/cases.ts';
import { TASK_TIMEOUT } from '../../domain/case.ts';
import type { DecisionReply, DecisionRequest } from '../../domain/decision.ts';
import { reversalId } from '../../domain/identity.ts';
import { rollback } from '../../workflows/messages.ts';
import type { ReversalInput } from '../../workflows/reversal.ts';
import { attributes } from '../../workflows/search-attributes.ts';
import type { Session } from '../session.ts';
import { ANSWER_WITHIN_MS, answered, updateIdOf } from './send-decision.ts';

/** Starts the reversal of a case that has ended, together with the decision that it needs. @throws as sendDecision */
export async function startReversal(
  session: Session,
  original: CaseRow,
  request: DecisionRequest,
  options: { taskQueue: string; refusals: number },
): Promise<DecisionReply> {
  const { client } = await session.temporal();
  const id = reversalId(original.case);
  const input: ReversalInput = { original: original.case };
  const start = new WithStartWorkflowOperation('reversal', {
    workflowId: id,
    taskQueue: options.taskQueue,
    workflowTaskTimeout: TASK_TIMEOUT,
    args: [input],
    // One that nobody confirmed, or that could not undo everything, may be started again.
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    typedSearchAttributes: [
      { key: attributes.Lifecycle, value: 'reversal' },
      { key: attributes.CaseStatus, value: 'running' },
      ...(original.partnerId ? [{ key: attributes.Partner, value: original.partnerId }] : []),
    ],
    staticSummary: `Reversal of ${original.case}`,
  });
  const updateId = updateIdOf({ ...original, case: id }, request, options.refusals);
  return answered(original.case, () =>
    client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
      client.workflow.executeUpdateWithStart<() => Promise<string>, DecisionReply, [DecisionRequest]>(
        rollback,
        {
          startWorkflowOperation: start,
          args: [request],
          updateId,
        },
      ),
    ),
  );
}
