import type { TemporalSession } from '../session.ts';
import { type Check, failed, ok } from './check.ts';

/** From this attempt on a workflow task does not merely run into a restart. */
const MANY_ATTEMPTS = 3;
const AT_ONCE = 20;
/** Asked one by one where the server does not report them; the newest first. */
const MOST_ASKED = 2_000;
const REPORTED =
  "TemporalReportedProblems in ('category=WorkflowTaskFailed', 'category=WorkflowTaskTimedOut')";

/**
 * Workflows whose tasks fail again and again: they can be neither decided nor asked, and nothing else says so. Servers from 1.30 on
 * report them; others are asked for each running workflow.
 */
export async function checkWorkflowTasks(
  { client }: Pick<TemporalSession, 'client'>,
  taskQueue: string,
): Promise<Check> {
  const failing = (await reportedBy(client, taskQueue)) ?? (await askedOneByOne(client, taskQueue));
  if (failing.length === 0) return ok('workflow tasks', 'none fails');
  return failed(
    'workflow tasks',
    `those of ${failing.length} workflows fail, the first of ${failing[0]}`,
    `Its reason: temporal workflow show --workflow-id '${failing[0]}' (WorkflowTaskFailed). It goes on by itself with a worker that has the mistake mended.`,
  );
}

/** Null where the server has no such search attribute. */
async function reportedBy(client: TemporalSession['client'], taskQueue: string): Promise<string[] | null> {
  try {
    const failing: string[] = [];
    for await (const { workflowId } of client.workflow.list({
      query: `${running(taskQueue)} and ${REPORTED}`,
    }))
      failing.push(workflowId);
    return failing;
  } catch {
    return null;
  }
}

async function askedOneByOne(client: TemporalSession['client'], taskQueue: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query: running(taskQueue) }))
    if (ids.push(workflowId) >= MOST_ASKED) break;
  const failing: string[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const chosen = ids.slice(at, at + AT_ONCE);
    const attempts = await Promise.all(chosen.map((id) => attemptOf(client, id)));
    failing.push(...chosen.filter((_, index) => (attempts[index] ?? 0) >= MANY_ATTEMPTS));
  }
  return failing;
}

async function attemptOf(client: TemporalSession['client'], id: string): Promise<number> {
  const found = await client.workflow
    .getHandle(id)
    .describe()
    .catch(() => undefined);
  return found?.raw.pendingWorkflowTask?.attempt ?? 0;
}

function running(taskQueue: string): string {
  return `ExecutionStatus = 'Running' and TaskQueue = '${taskQueue.replaceAll("'", "''")}'`;
}
