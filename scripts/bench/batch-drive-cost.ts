import type { Client } from '@temporalio/client';

/** What driving batches cost the Temporal server. */
export interface DriveCost {
  /** Of the longest history of any run. */
  mostEvents: number;
  signals: number;
  pendingChildren: number;
}

/** Every run of these batches. */
export async function driveCost(client: Client, batches: readonly string[]): Promise<DriveCost> {
  const cost: DriveCost = { mostEvents: 0, signals: 0, pendingChildren: 0 };
  for (const id of batches) {
    for await (const { runId } of client.workflow.list({ query: `WorkflowId = "${id}"` })) {
      const handle = client.workflow.getHandle(id, runId);
      const { events } = await handle.fetchHistory();
      const { raw } = await handle.describe();
      cost.mostEvents = Math.max(cost.mostEvents, events?.length ?? 0);
      cost.signals += (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes).length;
      cost.pendingChildren = Math.max(cost.pendingChildren, raw.pendingChildren?.length ?? 0);
    }
  }
  return cost;
}
