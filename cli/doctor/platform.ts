import { checkSchema } from '../../adapters/store/migrate.ts';
import { QUEUES, type Queue, queueName } from '../../domain/intake.ts';
import { SEARCH_ATTRIBUTES } from '../../workflows/search-attributes.ts';
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
  const missing = Object.keys(SEARCH_ATTRIBUTES).filter(
    (name) => !Object.hasOwn(customAttributes ?? {}, name),
  );
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
      ? ok('search attributes', `all ${Object.keys(SEARCH_ATTRIBUTES).length} are registered`)
      : failed(
          'search attributes',
          `missing: ${missing.join(', ')}`,
          `temporal operator search-attribute create ${missing.map((name) => `--name ${name} --type ${SEARCH_ATTRIBUTES[name]}`).join(' ')}`,
        ),
  ];
}

/** Whether each queue of the installation is polled; together the workers poll all of them. */
export async function checkWorker(temporal: TemporalSession, taskQueue: string): Promise<Check> {
  const seen = await Promise.all(
    QUEUES.map(async (queue) => ({
      queue,
      at: await lastPoll(temporal, queueName(taskQueue, queue), queue),
    })),
  );
  const missing = seen.filter(({ at }) => Date.now() - at > SEEN_WITHIN_MS);
  if (missing.length === 0) return ok('worker', `polls the task queue ${taskQueue} and its parts`);
  const which = missing.map(
    ({ queue, at }) => `${queue} (${at === 0 ? 'never seen' : `last seen ${new Date(at).toISOString()}`})`,
  );
  return failed(
    'worker',
    `no worker polls ${which.join(', ')} of the task queue ${taskQueue}`,
    'Start it: npm start, or the worker of your deployment; QUARTERDECK_QUEUES says which queues it polls.',
  );
}

/** When a queue was last polled, in milliseconds; 0 when it never was. */
async function lastPoll(
  { connection, namespace }: TemporalSession,
  name: string,
  queue: Queue,
): Promise<number> {
  // 1 workflow tasks, 2 activity tasks (temporal.api.enums.v1.TaskQueueType)
  const polled = await Promise.all(
    (queue === 'cases' ? [1, 2] : [2]).map(async (taskQueueType) => {
      const { pollers } = await connection.workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name },
        taskQueueType,
      });
      const times = (pollers ?? []).map((one) => Number(one.lastAccessTime?.seconds ?? 0) * 1000);
      return Math.max(0, ...times);
    }),
  );
  return Math.min(...polled);
}
