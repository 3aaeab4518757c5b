import { ScheduleNotFoundError } from '@temporalio/client';
import { getBatch } from '../../adapters/store/batches.ts';
import { getCase } from '../../adapters/store/cases.ts';
import { statement } from '../../adapters/store/statement.ts';
import { SCHEDULE } from '../../domain/case.ts';
import { batchId, caseId, periodSchedule, scheduleId } from '../../domain/identity.ts';
import {
  LIFECYCLE_NAMES,
  LIFECYCLES,
  type Lifecycle,
  type LifecycleNames,
  PERIOD_BATCH,
  type PeriodLength,
  qualified,
} from '../../domain/lifecycles.ts';
import { parsePeriod, periodOver } from '../../domain/period.ts';
import type { Session, TemporalSession } from '../session.ts';
import { type Check, failed, ok } from './check.ts';

/** Whether the last period of each lifecycle that a schedule starts has its case, and its batch. */
export async function checkPeriods(
  session: Session,
  { client }: Pick<TemporalSession, 'client'>,
  taskQueue: string,
  now: Date,
): Promise<Check[]> {
  const db = statement(session.store());
  const checks: Check[] = [];
  const check = async (
    lifecycle: Lifecycle,
    length: PeriodLength | null | undefined,
    what: 'case' | 'batch',
  ) => {
    if (!length) return;
    const name = periodSchedule(lifecycle, what === 'batch' ? `batch-${length}` : length);
    const schedule = scheduleId(taskQueue, name);
    const since = await client.schedule
      .getHandle(schedule)
      .describe()
      .then(({ info }) => info.createdAt)
      .catch(absent);
    const period = periodOver(length, now.toISOString());
    const found =
      what === 'batch'
        ? await getBatch(db, batchId(qualified(lifecycle, PERIOD_BATCH), period))
        : await getCase(db, caseId({ lifecycle, source: SCHEDULE, externalId: period, sequence: 1 }));
    checks.push(periodCheck({ schedule, since, period, what, isThere: found !== undefined }));
  };
  for (const lifecycle of LIFECYCLES) {
    const { period, batch }: LifecycleNames = LIFECYCLE_NAMES[lifecycle];
    await check(lifecycle, period, 'case');
    await check(lifecycle, batch, 'batch');
  }
  return checks;
}

/** @param of.since when the schedule was made; null: there is none. What was due before is not missed. */
export function periodCheck(of: {
  schedule: string;
  since: Date | null;
  period: string;
  what: 'case' | 'batch';
  isThere: boolean;
}): Check {
  const { schedule, since, period, what, isThere } = of;
  const name = `schedule ${schedule}`;
  if (since === null) return failed(name, 'is not there', 'Start the worker: it makes its schedules.');
  if (isThere) return ok(name, `${period} has its ${what}`);
  if (since.getTime() >= Date.parse(parsePeriod(period).to))
    return ok(name, `${period} was over before it began`);
  return failed(
    name,
    `${period} is over and has no ${what}`,
    `temporal schedule trigger --schedule-id ${schedule}`,
  );
}

function absent(error: unknown): null {
  if (error instanceof ScheduleNotFoundError) return null;
  throw error;
}
