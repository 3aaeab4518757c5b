import type { WorkflowHandle } from '@temporalio/client';

/** Every text in a workflow's history, its payloads read: what whoever opens it in the Temporal UI may see. */
export async function historyText(handle: WorkflowHandle): Promise<string> {
  const textsIn = (value: unknown): string[] => {
    if (typeof value === 'string') return [value, Buffer.from(value, 'base64').toString('utf8')];
    return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [];
  };
  const { events } = await handle.fetchHistory();
  return textsIn(JSON.parse(JSON.stringify(events))).join('\n');
}
