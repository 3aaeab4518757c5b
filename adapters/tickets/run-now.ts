import type { Client } from '@temporalio/client';

/**
 * Runs the workflow `tickets` at once instead of with the next minute. One that runs so already is left to it: what it has passed by
 * is found by the next.
 * @returns whether Temporal took it; if not, its schedule does the same within a minute of Temporal's return
 */
export async function runTicketsNow({
  client,
  taskQueue,
}: {
  client: Client;
  taskQueue: string;
}): Promise<boolean> {
  try {
    await client.withDeadline(Date.now() + 3_000, () =>
      client.workflow.start('tickets', {
        workflowId: 'tickets:now',
        taskQueue,
        args: [],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        staticSummary: 'Tickets',
      }),
    );
    return true;
  } catch {
    return false;
  }
}
