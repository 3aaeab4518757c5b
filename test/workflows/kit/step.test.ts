import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { devServer } from '../../environment/servers.ts';
import { testBundle } from '../../environment/test-bundle.ts';

let calls = 0;
const activities = {
  /** Fails the first so many times; answers how often it was called. */
  async fails(failures: number, final: boolean): Promise<number> {
    calls += 1;
    if (calls > failures) return calls;
    throw ApplicationFailure.create({ type: 'NotFound', message: 'not now', nonRetryable: final });
  },
};

let workflowBundle: { codePath: string };
let env: TestWorkflowEnvironment;
let worker: Worker;
let running: Promise<void>;
const taskQueue = `step-${randomUUID()}`;

beforeAll(async () => {
  env = await devServer();
  workflowBundle = await testBundle(join(import.meta.dirname, 'step-workflow.ts'));
  const connection = env.nativeConnection;
  worker = await Worker.create({ connection, taskQueue, workflowBundle, activities, debugMode: true });
  running = worker.run();
});
afterAll(async () => {
  worker?.shutdown();
  await running;
  await env?.teardown();
});

async function run(
  failures: number,
  final: boolean,
): Promise<{ answer: number | string; scheduled: number }> {
  calls = 0;
  const workflowId = randomUUID();
  const handle = await env.client.workflow.start('stepCase', {
    workflowId,
    taskQueue,
    args: [failures, final],
  });
  const answer = await handle.result().catch((error: unknown) => {
    if (!(error instanceof WorkflowFailedError)) throw error;
    return `failed after ${calls}`;
  });
  const { events = [] } = await handle.fetchHistory();
  const scheduled = events?.filter((event) => event.activityTaskScheduledEventAttributes).length ?? 0;
  return { answer, scheduled };
}

test.each([
  ['what works at once', 0, false, { answer: 1, scheduled: 0 }],
  ['what works at the second attempt', 1, false, { answer: 2, scheduled: 0 }],
  ['what does not work inside the workflow task', 2, false, { answer: 3, scheduled: 1 }],
  ['what is refused for good', 1, true, { answer: 'failed after 1', scheduled: 0 }],
])('%s', async (_, failures, final, expected) => {
  expect(await run(failures, final)).toEqual(expected);
});
