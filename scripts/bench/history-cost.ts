import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';

// A CommonJS module whose names Node cannot see from outside.
const { EventType } = proto.temporal.api.enums.v1;

/** What one case costs the Temporal server. */
export interface HistoryCost {
  /** History events. */
  events: number;
  /**
   * Calls to the server: one for each completed workflow task (the long poll before it waits and costs nothing), two for each
   * regular activity (poll, completion), and what clients call: the signal that starts the case, and the wait for its result.
   * Local activities cost none.
   */
  roundTrips: number;
}

const CLIENT_CALLS = 2;

/** The mean cost of some ended cases. */
export async function historyCost(client: Client, cases: readonly string[]): Promise<HistoryCost> {
  const costs = await Promise.all(
    cases.map(async (id) => {
      const all = await eventsOf(client, id);
      const count = (type: number) => all.filter((each) => each === type).length;
      const tasks = count(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED);
      const activities = count(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED);
      return { events: all.length, roundTrips: tasks + 2 * activities + CLIENT_CALLS };
    }),
  );
  const mean = (of: (cost: HistoryCost) => number) =>
    costs.reduce((sum, cost) => sum + of(cost), 0) / costs.length;
  return { events: mean((cost) => cost.events), roundTrips: mean((cost) => cost.roundTrips) };
}

async function eventsOf(client: Client, workflowId: string): Promise<number[]> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).map(({ eventType }) => eventType as number);
}
