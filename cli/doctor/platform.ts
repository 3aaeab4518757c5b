import { checkSchema } from '../../adapters/store/migrate.ts';
import { attributes } from '../../workflows/search-attributes.ts';
import type { Session, TemporalSession } from '../session.ts';
import { type Check, failed, ok } from './check.ts';

/** Cases wait for months, and a decision's Update must still be answered then (design: retention is set). */
const RETENTION_DAYS = 90;
/** A poll lasts a minute; a worker not seen for longer is gone. */
const SEEN_WITHIN_MS = 120_000;

export async function checkPostgres(session: Session): Promise<Check> {
  const { pool } = session.store();
  await checkSchema(pool);
  const { rows } = await pool.query<{ version: string; last: string }>(
    `select split_part(version(), ' ', 2) as version, (select name from pgmigrations order by id desc limit 1) as last`,
  );
  return ok('Postgres', `version ${rows[0]?.version}, schema ${rows[0]?.last}`);
}

export async function checkTemporal({ connection, namespace, address }: TemporalSession): Promise<Check[]> {
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  const seconds = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
  const days = Math.floor(seconds / 86_400);
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.keys(attributes).filter((name) => !(name in (customAttributes ?? {})));
  return [
    ok('Temporal', `${address}, namespace ${namespace}`),
    days >= RETENTION_DAYS
      ? ok('retention', `${days} days`)
      : failed(
          'retention',
          `${days} days; closed cases are forgotten too early`,
          `temporal operator namespace update -n ${namespace} --retention ${RETENTION_DAYS}d`,
        ),
    missing.length === 0
      ? ok('search attributes', `all ${Object.keys(attributes).length} are registered`)
      : failed(
          'search attributes',
          `missing: ${missing.join(', ')}`,
          `temporal operator search-attribute create ${missing.map((name) => `--name ${name} --type ${typeOf(name)}`).join(' ')}`,
        ),
  ];
}

export async function checkWorker(
  { connection, namespace }: TemporalSession,
  taskQueue: string,
): Promise<Check> {
  const seen: Date[] = [];
  // 1 workflow tasks, 2 activity tasks (temporal.api.enums.v1.TaskQueueType)
  for (const taskQueueType of [1, 2]) {
    const answer = await connection.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: taskQueue },
      taskQueueType,
    });
    const times = (answer.pollers ?? []).map((one) => Number(one.lastAccessTime?.seconds ?? 0) * 1000);
    seen.push(new Date(Math.max(0, ...times)));
  }
  const last = Math.min(...seen.map((at) => at.getTime()));
  if (Date.now() - last < SEEN_WITHIN_MS) return ok('worker', `polls the task queue ${taskQueue}`);
  const when = last === 0 ? 'none has been seen' : `last seen ${new Date(last).toISOString()}`;
  return failed(
    'worker',
    `no worker polls the task queue ${taskQueue} (${when})`,
    'Start it: npm start, or the worker of your deployment.',
  );
}

function typeOf(name: string): string {
  const type = String(attributes[name as keyof typeof attributes].type).toLowerCase();
  return type.charAt(0).toUpperCase() + type.slice(1);
}
