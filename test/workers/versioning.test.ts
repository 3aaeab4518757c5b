import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
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
  const makeCurrent = (buildId: string) =>
    execFileSync(
      temporalCli(),
      [
        'worker',
        'deployment',
        'set-current-version',
        '--yes',
        '--deployment-name',
        DEPLOYMENT,
        '--build-id',
        buildId,
        '--address',
        process.env.QD_TEST_TEMPORAL ?? '',
        '--ignore-missing-task-queues',
      ],
      { stdio: 'pipe' },
    );
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

test('without a build id the worker takes any case', () => {
  expect(deploymentOptions({ QUARTERDECK_BUILD_ID: undefined })).toEqual({});
});

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
