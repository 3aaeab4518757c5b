import {
  type Client,
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  type ScheduleOptions,
  ScheduleOverlapPolicy,
} from '@temporalio/client';

/** Only schedules whose id begins so are ours to change or delete. */
const OURS = 'quarterdeck-';

/** One schedule as it shall be. */
interface Declared {
  id: string;
  workflowType: string;
  spec: ScheduleOptions['spec'];
  /** How late a missed run may still start. */
  catchupWindow: '1 minute' | '1 hour' | '1 day';
  /** Also runs when it is created, not only when its time comes. */
  atOnce?: boolean;
}

/** Every schedule there is. A line added, changed or removed here takes effect with the next ensureSchedules. */
const SCHEDULES: readonly Declared[] = [
  {
    id: `${OURS}audit-checkpoint`,
    workflowType: 'auditCheckpoint',
    spec: { intervals: [{ every: '1 minute' }] },
    // A missed checkpoint loses nothing: the next one covers the same heads.
    catchupWindow: '1 minute',
  },
  {
    id: `${OURS}match-mirror`,
    workflowType: 'matchMirror',
    spec: { intervals: [{ every: '1 minute' }] },
    // The next run reads what a missed one would have read.
    catchupWindow: '1 minute',
    // A new installation knows nobody's customers before it has run.
    atOnce: true,
  },
  {
    id: `${OURS}retention`,
    workflowType: 'retention',
    // UTC, while most of the channel sleeps.
    spec: { calendars: [{ hour: 3, minute: 30 }] },
    catchupWindow: '1 day',
  },
  {
    id: `${OURS}tickets`,
    workflowType: 'tickets',
    spec: { intervals: [{ every: '1 minute' }] },
    // The next run does what a missed one would have done.
    catchupWindow: '1 minute',
  },
];

export interface Ensured {
  created: string[];
  updated: string[];
  deleted: string[];
}

/** Makes the server's schedules what is declared: creates what is missing, updates what changed, deletes what is extra. */
export async function ensureSchedules(
  client: Client,
  taskQueue: string,
  declared: readonly Declared[] = SCHEDULES,
): Promise<Ensured> {
  const done: Ensured = { created: [], updated: [], deleted: [] };
  for (const each of declared) {
    const handle = client.schedule.getHandle(each.id);
    const wanted = { ...optionsOf(each, taskQueue), state: { note: noteOf(each, taskQueue) } };
    // Described, not listed: the list lags behind.
    const there = await absentAs(undefined, () => handle.describe());
    if (!there) {
      const state = { ...wanted.state, triggerImmediately: each.atOnce ?? false };
      if (await created(() => client.schedule.create({ scheduleId: each.id, ...wanted, state })))
        done.created.push(each.id);
    } else if (there.state.note !== wanted.state.note) {
      await handle.update(({ state }) => ({ ...wanted, state: { ...wanted.state, paused: state.paused } }));
      done.updated.push(each.id);
    }
  }
  const ids = new Set(declared.map((each) => each.id));
  for await (const { scheduleId } of client.schedule.list()) {
    if (!scheduleId.startsWith(OURS) || ids.has(scheduleId)) continue;
    const deleted = await absentAs(false, async () => {
      await client.schedule.getHandle(scheduleId).delete();
      return true;
    });
    if (deleted) done.deleted.push(scheduleId);
  }
  return done;
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
      workflowId: each.id,
      taskQueue,
      args: [],
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: each.catchupWindow },
  };
}
