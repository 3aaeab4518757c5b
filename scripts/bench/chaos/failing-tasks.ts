import type { Client } from '@temporalio/client';

/** Why the workflow tasks of a case fail, as its history says; null when none of its tasks has failed or timed out. */
export async function whyTasksFail(client: Client, id: string): Promise<string | null> {
  const handle = client.workflow.getHandle(id);
  const { pendingWorkflowTask } = (await handle.describe()).raw;
  const { events } = await handle.fetchHistory();
  const said = (events ?? []).flatMap((event) => {
    const failed = event.workflowTaskFailedEventAttributes;
    if (failed) return [`event ${event.eventId}: ${failed.cause} ${failed.failure?.message ?? ''}`];
    return event.workflowTaskTimedOutEventAttributes ? [`event ${event.eventId}: timed out`] : [];
  });
  const attempt = pendingWorkflowTask?.attempt;
  return said.length === 0 && !attempt
    ? null
    : `attempt ${attempt ?? 0} of ${events?.length} events; ${said.slice(-3).join('; ')}`;
}
