import type { Client } from '@temporalio/client';
import type { History } from './kept-histories.ts';

/** What keeps a case where it stands, as Temporal tells it: tasks that failed or timed out, and activities that are tried again. */
export async function whyStuck(client: Client, id: string, { events }: History): Promise<string> {
  const { pendingWorkflowTask, pendingActivities } = (await client.workflow.getHandle(id).describe()).raw;
  const tasks = (events ?? []).flatMap((event) => {
    const failed = event.workflowTaskFailedEventAttributes;
    if (failed) return [`event ${event.eventId} failed: ${failed.cause} ${failed.failure?.message ?? ''}`];
    return event.workflowTaskTimedOutEventAttributes ? [`event ${event.eventId} timed out`] : [];
  });
  const attempt = pendingWorkflowTask?.attempt;
  const activities = (pendingActivities ?? []).map(
    (one) =>
      `${one.activityType?.name} attempt ${one.attempt}${one.lastFailure ? ` after: ${one.lastFailure.message}` : ''}`,
  );
  return [
    ...(attempt ? [`its task is at attempt ${attempt}`] : []),
    ...tasks.slice(-3),
    ...activities,
    `${events?.length} events`,
  ].join('; ');
}
