import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { pollQueues } from '../../workers/queues.ts';
import { DEPLOYMENT, deploymentOptions } from '../../workers/versioning.ts';
import { devServer, temporalCli, workflowBundle } from '../environment/servers.ts';

let env: TestWorkflowEnvironment;

beforeAll(async () => {
  env = await devServer();
});
afterAll(async () => {
  await env?.teardown();
});

test('a build takes cases once it is made current, and a newer one takes over', async () => {
  const taskQueue = `versioning-${Date.now()}`;
  const wrote: string[] = [];
  const worker = (buildId: string) =>
    Worker.create({
      connection: env.nativeConnection,
      taskQueue,
      workflowBundle: workflowBundle(),
      activities: { writeCheckpoint: async () => void wrote.push(buildId) },
      debugMode: true,
      ...deploymentOptions({ QUARTERDECK_BUILD_ID: buildId }),
    });
  const run = (id: string) => env.client.workflow.execute('auditCheckpoint', { workflowId: id, taskQueue });

  for (const buildId of ['build-1', 'build-2']) {
    const polling = await worker(buildId);
    await polling.runUntil(async () => {
      await retried(() => makeCurrent(buildId));
      await run(`${taskQueue}-${buildId}`);
    });
  }
  expect(wrote).toEqual(['build-1', 'build-2']);
});

test('a reading ends on the build that began it, whatever is current meanwhile', async () => {
  const taskQueue = `pinned-${Date.now()}`;
  const done: string[] = [];
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let claims = 0;
  const worker = (buildId: string) =>
    pollQueues(['cases', 'documents'], {
      connection: env.nativeConnection,
      taskQueue,
      workflowBundle: workflowBundle(),
      activities: {
        claimIntake: async () => (claims++ === 0 ? 1 : null),
        async advanceIntake() {
          done.push(`${buildId} reads`);
          await held;
          return 'settle';
        },
        async settleIntake() {
          done.push(`${buildId} settles`);
          return { state: 'settled', cases: [], deadLetters: [], more: false };
        },
        writeCheckpoint: async () => void done.push(`${buildId} is current`),
      },
      debugMode: true,
      ...deploymentOptions({ QUARTERDECK_BUILD_ID: buildId }),
    });
  const before = await worker('pinned-1');
  const running = before.run();
  await retried(() => makeCurrent('pinned-1'));
  const handle = await env.client.workflow.start('intake', {
    workflowId: taskQueue,
    taskQueue,
    args: [{ intake: taskQueue, first: 'text' }],
  });
  for (const end = Date.now() + 20_000; done.length === 0 && Date.now() < end; )
    await new Promise((resolve) => setTimeout(resolve, 50));

  const after = await worker('pinned-2');
  const runningAfter = after.run();
  await retried(() => makeCurrent('pinned-2'));
  await env.client.workflow.execute('auditCheckpoint', { workflowId: `${taskQueue}-checkpoint`, taskQueue });
  goOn();
  await handle.result();
  expect(done).toEqual(['pinned-1 reads', 'pinned-2 is current', 'pinned-1 settles']);
  for (const one of [before, after]) one.shutdown();
  await Promise.all([running, runningAfter]);
}, 60_000);

test('without a build id the worker takes any case', () => {
  expect(deploymentOptions({ QUARTERDECK_BUILD_ID: undefined })).toEqual({});
});

function makeCurrent(buildId: string): void {
  const of = ['--deployment-name', DEPLOYMENT, '--build-id', buildId];
  const at = ['--address', process.env.QD_TEST_TEMPORAL ?? '', '--ignore-missing-task-queues'];
  const args = ['worker', 'deployment', 'set-current-version', '--yes', ...of, ...at];
  execFileSync(temporalCli(), args, { stdio: 'pipe' });
}

/** The server knows a version only once its worker has polled. */
async function retried(attempt: () => unknown): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      attempt();
      return;
    } catch (error) {
      if (tries === 40) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}
