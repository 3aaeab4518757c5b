import { ScheduleNotFoundError } from '@temporalio/client';
import { getCase } from '../../adapters/store/cases.ts';
import { statement } from '../../adapters/store/statement.ts';
import { SCHEDULE } from '../../domain/case.ts';
import { caseId, periodSchedule, scheduleId } from '../../domain/identity.ts';
import { LIFECYCLE_NAMES, LIFECYCLES, type LifecycleNames } from '../../domain/lifecycles.ts';
import { parsePeriod, periodOver } from '../../domain/period.ts';
import type { Session, TemporalSession } from '../session.ts';
import { type Check, failed, ok } from './check.ts';

/** Whether the last period of each lifecycle that a schedule starts has its case. */
export async function checkPeriods(
  session: Session,
  { client }: Pick<TemporalSession, 'client'>,
  taskQueue: string,
  now: Date,
): Promise<Check[]> {
  const checks: Check[] = [];
  for (const lifecycle of LIFECYCLES) {
    const { period: length }: LifecycleNames = LIFECYCLE_NAMES[lifecycle];
    if (length === null) continue;
    const schedule = scheduleId(taskQueue, periodSchedule(lifecycle, length));
    const since = await client.schedule
      .getHandle(schedule)
      .describe()
      .then(({ info }) => info.createdAt)
      .catch(absent);
    const period = periodOver(length, now.toISOString());
    const id = caseId({ lifecycle, source: SCHEDULE, externalId: period, sequence: 1 });
    const isThere = (await getCase(statement(session.store()), id)) !== undefined;
    checks.push(periodCheck({ schedule, since, period, isThere }));
  }
  return checks;
}

/** @param of.since when the schedule was made; null: there is none. What was due before is not missed. */
export function periodCheck(of: {
  schedule: string;
  since: Date | null;
  period: string;
  isThere: boolean;
}): Check {
  const { schedule, since, period, isThere } = of;
  const name = `schedule ${schedule}`;
  if (since === null) return failed(name, 'is not there', 'Start the worker: it makes its schedules.');
  if (isThere) return ok(name, `${period} has its case`);
  if (since.getTime() >= Date.parse(parsePeriod(period).to))
    return ok(name, `${period} was over before it began`);
  return failed(
    name,
    `${period} is over and has no case`,
    `temporal schedule trigger --schedule-id ${schedule}`,
  );
}

function absent(error: unknown): null {
  if (error instanceof ScheduleNotFoundError) return null;
  throw error;
}
