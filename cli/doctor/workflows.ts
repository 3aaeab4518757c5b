import { OPEN_STATUSES } from '../../domain/case.ts';
import type { Session, TemporalSession } from '../session.ts';
import { type Check, failed, ok } from './check.ts';

/** Postgres against Temporal: every open case has its workflow, every running workflow of ours its case. */
export async function checkWorkflows(session: Session, { client }: TemporalSession): Promise<Check> {
  const { rows } = await session.db((tx) =>
    tx.query<{ case_id: string; due: boolean }>(
      `select case_id,
          created_at < now() - interval '1 minute'
          and not exists (select from undelivered u where u.case_id = cases.case_id) as due
        from cases where status = any($1)`,
      [OPEN_STATUSES],
    ),
  );
  // One that has just come may not have been handed over yet.
  const due = rows.filter((row) => row.due).map((row) => row.case_id);
  const running = new Set<string>();
  for await (const { workflowId } of client.workflow.list({ query: "ExecutionStatus = 'Running'" })) {
    running.add(workflowId);
  }
  const without = await stillMissing(
    client,
    due.filter((id) => !running.has(id)),
  );
  if (without.length === 0)
    return ok('cases and workflows', `${rows.length} open cases, each with its workflow`);
  return failed(
    'cases and workflows',
    `${without.length} open cases have no running workflow, the first ${without[0]}`,
    'Was Temporal reset or restored? Restore both from one moment. Cases that were ended from outside before anything was decided or written are started again within minutes.',
  );
}

/** The list lags behind by a second or so: each suspect is asked for itself. */
async function stillMissing(client: TemporalSession['client'], ids: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  for (const id of ids.slice(0, 1_000)) {
    const found = await client.workflow
      .getHandle(id)
      .describe()
      .catch(() => undefined);
    if (found?.status.name !== 'RUNNING') missing.push(id);
  }
  return missing;
}
