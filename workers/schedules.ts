import {
  type CalendarSpec,
  type Client,
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  type ScheduleOptions,
  ScheduleOverlapPolicy,
} from '@temporalio/client';
import { periodSchedule, scheduleId } from '../domain/identity.ts';
import { LIFECYCLE_NAMES, LIFECYCLES, type LifecycleNames, type PeriodLength } from '../domain/lifecycles.ts';

/** How the ids of every installation's schedules began up to 0.2.0. */
const FORMERLY = 'quarterdeck-';

/** One schedule as it shall be. */
interface Declared {
  /** Its id is the task queue and this: two installations in one namespace have their own schedules. */
  name: string;
  workflowType: string;
  args?: string[];
  spec: ScheduleOptions['spec'];
  /** How late a missed run may still start. */
  catchupWindow: '1 minute' | '1 hour' | '1 day' | '90 days';
  /** Whether a run waits for none before it; otherwise it is skipped while one goes on. */
  overlaps?: boolean;
  /** Also runs when it is created, not only when its time comes. */
  atOnce?: boolean;
}

const FIRST_MONTHS: NonNullable<CalendarSpec['month']> = ['JANUARY', 'APRIL', 'JULY', 'OCTOBER'];

/** Every schedule there is. A line added, changed or removed here takes effect with the next ensureSchedules. */
const SCHEDULES: readonly Declared[] = [
  {
    name: 'audit-checkpoint',
    workflowType: 'auditCheckpoint',
    spec: { intervals: [{ every: '1 minute' }] },
    // A missed checkpoint loses nothing: the next one covers the same heads.
    catchupWindow: '1 minute',
  },
  {
    name: 'match-mirror',
    workflowType: 'matchMirror',
    spec: { intervals: [{ every: '1 minute' }] },
    // The next run reads what a missed one would have read.
    catchupWindow: '1 minute',
    // A new installation knows nobody's customers before it has run.
    atOnce: true,
  },
  {
    name: 'protections',
    workflowType: 'dueProtections',
    spec: { intervals: [{ every: '1 minute' }] },
    // The next run starts what a missed one would have started.
    catchupWindow: '1 minute',
  },
  {
    name: 'retention',
    workflowType: 'retention',
    // UTC, while most of the channel sleeps.
    spec: { calendars: [{ hour: 3, minute: 30 }] },
    catchupWindow: '1 day',
  },
  {
    name: 'tickets',
    workflowType: 'tickets',
    spec: { intervals: [{ every: '1 minute' }] },
    // The next run does what a missed one would have done.
    catchupWindow: '1 minute',
  },
  ...LIFECYCLES.flatMap((lifecycle) => {
    const { period, batch }: LifecycleNames = LIFECYCLE_NAMES[lifecycle];
    return [
      ...(period === null ? [] : [startsPeriods(lifecycle, period)]),
      ...(batch === undefined ? [] : [startsPeriods(lifecycle, batch, 'batch')]),
    ];
  }),
];

/** Starts a lifecycle's cases or batches, each on the first day after its period, 00:00 UTC. */
function startsPeriods(lifecycle: string, period: PeriodLength, ...what: 'batch'[]): Declared {
  return {
    name: periodSchedule(lifecycle, [...what, period].join('-')),
    workflowType: 'startPeriod',
    args: [lifecycle, ...what],
    spec: { calendars: [{ dayOfMonth: 1, ...(period === 'quarter' ? { month: FIRST_MONTHS } : {}) }] },
    // Due once a period: an outage must not drop one.
    catchupWindow: '90 days',
    // The id of its case forbids a second one, and an earlier period may wait for people.
    overlaps: true,
  };
}

export interface Ensured {
  created: string[];
  updated: string[];
  deleted: string[];
}

/** Makes this installation's schedules what is declared: creates what is missing, updates what changed, deletes what is extra. */
export async function ensureSchedules(
  client: Client,
  taskQueue: string,
  declared: readonly Declared[] = SCHEDULES,
): Promise<Ensured> {
  const done: Ensured = { created: [], updated: [], deleted: [] };
  for (const each of declared) {
    const id = idOf(each, taskQueue);
    const handle = client.schedule.getHandle(id);
    const wanted = { ...optionsOf(each, taskQueue), state: { note: noteOf(each, taskQueue) } };
    // Described, not listed: the list lags behind.
    const there = await absentAs(undefined, () => handle.describe());
    if (!there) {
      const state = { ...wanted.state, triggerImmediately: each.atOnce ?? false };
      if (await created(() => client.schedule.create({ scheduleId: id, ...wanted, state })))
        done.created.push(id);
    } else if (there.state.note !== wanted.state.note) {
      await handle.update(({ state }) => ({ ...wanted, state: { ...wanted.state, paused: state.paused } }));
      done.updated.push(id);
    }
  }
  const ids = new Set(declared.map((each) => idOf(each, taskQueue)));
  for await (const { scheduleId } of client.schedule.list()) {
    if (ids.has(scheduleId) || ![`${taskQueue}-`, FORMERLY].some((begin) => scheduleId.startsWith(begin)))
      continue;
    const handle = client.schedule.getHandle(scheduleId);
    const deleted = await absentAs(false, async () => {
      if ((await handle.describe()).action.taskQueue !== taskQueue) return false;
      await handle.delete();
      return true;
    });
    if (deleted) done.deleted.push(scheduleId);
  }
  return done;
}

function idOf({ name }: Declared, taskQueue: string): string {
  return scheduleId(taskQueue, name);
}

/** False when another worker, starting at the same time, was first. */
async function created(create: () => Promise<unknown>): Promise<boolean> {
  try {
    await create();
    return true;
  } catch (error) {
    if (error instanceof ScheduleAlreadyRunning) return false;
    throw error;
  }
}

async function absentAs<T>(answer: T, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return answer;
    throw error;
  }
}

/** The server returns a spec in another form than it was given; the declaration itself, kept as note, can be compared. */
function noteOf(each: Declared, taskQueue: string): string {
  return JSON.stringify({ ...each, taskQueue });
}

function optionsOf(each: Declared, taskQueue: string) {
  return {
    spec: each.spec,
    action: {
      type: 'startWorkflow' as const,
      workflowType: each.workflowType,
      workflowId: idOf(each, taskQueue),
      taskQueue,
      args: each.args ?? [],
    },
    policies: {
      overlap: each.overlaps ? ScheduleOverlapPolicy.ALLOW_ALL : ScheduleOverlapPolicy.SKIP,
      catchupWindow: each.catchupWindow,
    },
  };
}
