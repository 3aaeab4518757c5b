import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { openForTests } from '../../environment/open-for-tests.ts';
import { devServer } from '../../environment/servers.ts';
import { testBundle } from '../../environment/test-bundle.ts';
import { asked, done, heard, type standingStill } from './standing-still-workflow.ts';

/** Of a task: the core goes on in another one after eight tenths, the server takes nothing of it any more after its whole time. */
const TASK_MS = 2_000;

const here = openForTests(async (parts) => {
  const env = await devServer();
  parts.defer(() => env.teardown());
  const { codePath } = await testBundle(join(import.meta.dirname, 'standing-still-workflow.ts'));
  const taskQueue = `standing-${randomUUID()}`;
  const settings = JSON.stringify({ address: process.env.QD_TEST_TEMPORAL, taskQueue, codePath });
  let ending = false;
  let starts = 0;
  let worker: ChildProcess;
  // Started again as often as it ends, as the supervisor does.
  const start = async (): Promise<void> => {
    starts += 1;
    worker = spawn(process.execPath, [join(import.meta.dirname, 'standing-still-worker.ts'), settings], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    worker.once('exit', () => void (ending || start()));
    await once(worker.stdout as NonNullable<ChildProcess['stdout']>, 'data');
  };
  await start();
  parts.defer(async () => {
    ending = true;
    worker.kill('SIGKILL');
    await once(worker, 'exit');
  });
  return {
    env,
    codePath,
    taskQueue,
    signal: (name: 'SIGSTOP' | 'SIGCONT') => worker.kill(name),
    starts: () => starts,
  };
});

type Standing = WorkflowHandle<typeof standingStill>;

const started = (count: number, steps: number): Promise<Standing[]> =>
  Promise.all(
    Array.from({ length: count }, (_, index) =>
      here.env.client.workflow.start<typeof standingStill>('standingStill', {
        workflowId: `standing-${randomUUID()}`,
        taskQueue: here.taskQueue,
        args: [steps + (index % 3), 60 + 10 * (index % 12)],
        workflowTaskTimeout: TASK_MS,
      }),
    ),
  );

/** Signals, queries and updates, in turn; whoever stands still answers some of them never. */
async function say(handle: Standing, turn: number): Promise<void> {
  const ways = [() => handle.signal(heard), () => handle.query(done), () => handle.executeUpdate(asked)];
  await ways[turn % ways.length]?.().catch(() => undefined);
}

/** Each comes to its end, and a worker that has lost it finds in its history what was done. */
async function endAndReplay(handles: readonly Standing[]): Promise<void> {
  await Promise.all(handles.map((handle) => handle.result()));
  for (const handle of handles) {
    const workflowBundle = { codePath: here.codePath };
    await Worker.runReplayHistory({ workflowBundle }, await handle.fetchHistory(), handle.workflowId);
  }
}

test.each([0.4, 0.9, 1.1])(
  'a worker may stand still for %f of a task',
  async (share) => {
    const before = here.starts();
    const handles = await started(16, 4);
    await sleep(150);
    here.signal('SIGSTOP');
    const said = handles.map((handle, index) => say(handle, index));
    await sleep(TASK_MS * share);
    here.signal('SIGCONT');
    said.push(...handles.map((handle, index) => say(handle, index + 1)));
    await Promise.all(said);
    await endAndReplay(handles);
    // One that has stood for half of a task's time is a new one: what it knew may have been given to another meanwhile.
    if (share > 0.5) expect(here.starts()).toBeGreaterThan(before);
  },
  60_000,
);

test('steps that together outlast their workflow task are told alike, whatever is said meanwhile', async () => {
  const handles = await started(12, 16);
  const said: Promise<void>[] = [];
  for (let turn = 0; turn < 9; turn += 1) {
    for (const [index, handle] of handles.entries())
      if ((index + turn) % 4 !== 0) said.push(say(handle, index + turn));
    await sleep(230);
  }
  await Promise.all(said);
  await endAndReplay(handles);
}, 60_000);
