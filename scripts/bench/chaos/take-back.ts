import { type Client, WithStartWorkflowOperation } from '@temporalio/client';
import { TASK_TIMEOUT } from '../../../domain/case.ts';
import type { DecisionReply, DecisionRequest } from '../../../domain/decision.ts';
import { originalOf } from '../../../domain/identity.ts';
import { rollback } from '../../../workflows/messages.ts';

/** Begins the reversal of a case that has ended, as the command line does. @param id of the reversal */
export async function takeBack(
  client: Client,
  taskQueue: string,
  id: string,
  request: DecisionRequest,
): Promise<void> {
  const startWorkflowOperation = new WithStartWorkflowOperation('reversal', {
    workflowId: id,
    taskQueue,
    workflowTaskTimeout: TASK_TIMEOUT,
    args: [{ original: originalOf(id) as string }],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  await client.workflow.executeUpdateWithStart<() => Promise<string>, DecisionReply, [DecisionRequest]>(
    rollback,
    { startWorkflowOperation, args: [request] },
  );
}
