import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { protectionId } from '../../domain/identity.ts';

// A CommonJS module whose names Node cannot see from outside.
const { EventType } = proto.temporal.api.enums.v1;

/** What one case costs the Temporal server. */
export interface HistoryCost {
  /** History events of the case and of the protection window that it starts. */
  events: number;
  /**
   * Calls to the server: one for each completed workflow task (the long poll before it waits and costs nothing), two for each
   * regular activity (poll, completion), and what clients call: the signal that starts the case, the wait for its result, the
   * start of the protection window. Local activities cost none.
   */
  roundTrips: number;
}

const CLIENT_CALLS = 3;

/** The mean cost of some ended cases. */
export async function historyCost(client: Client, cases: readonly string[]): Promise<HistoryCost> {
  const costs = await Promise.all(
    cases.map(async (id) => {
      const [own, window] = await Promise.all([eventsOf(client, id), eventsOf(client, protectionId(id))]);
      const all = [...own, ...window];
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
