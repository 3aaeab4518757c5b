import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import type { BatchStanding } from '../../activities/batch/review-batch.ts';
import { queueName } from '../../domain/intake.ts';
import type { batch } from '../../workflows/batch.ts';
import { openForTests } from '../environment/open-for-tests.ts';
import { devServer, workflowBundle } from '../environment/servers.ts';

const here = openForTests(async (parts) => {
  const env = await devServer();
  parts.defer(() => env.teardown());
  const taskQueue = `batch-${randomUUID()}`;
  const calls: string[] = [];
  const standing = (waiting: number, done: number): BatchStanding => ({
    ...{ title: 'lines', name: 'file', queue: 'batches', lanes: 1, perMinute: 0, failures: [] },
    state: done < 3 ? 'running' : 'ended',
    ...(waiting + done < 3 ? { planning: true } : {}),
    counts: { waiting, running: 0, asked: 0, done, failed: 0 },
  });
  /** Of three items none, one and then all have been planned when planning breaks off; work does what there is. */
  const plans = [standing(0, 0), standing(1, 0), standing(2, 1)];
  const activities = {
    batchPlan: async () => {
      calls.push('plan');
      return plans.shift();
    },
    batchWork: async () => {
      calls.push('work');
    },
    batchReview: async () => {
      calls.push('review');
      return standing(0, 3);
    },
  };
  const connection = env.nativeConnection;
  const workers = [
    await Worker.create({ connection, taskQueue, workflowBundle: workflowBundle(), activities }),
    await Worker.create({ connection, taskQueue: queueName(taskQueue, 'batches'), activities }),
  ];
  const running = Promise.all(workers.map((worker) => worker.run()));
  parts.defer(async () => {
    for (const worker of workers) worker.shutdown();
    await running;
  });
  return { env, taskQueue, calls };
});

test('planning that breaks off, because its time is over or its worker shuts down, goes on until every item is there', async () => {
  const { env, taskQueue, calls } = here;
  const counts = await env.client.workflow.execute<typeof batch>('batch', {
    ...{ taskQueue, workflowId: `batch:lines:${randomUUID()}` },
    workflowExecutionTimeout: '20 s',
  });
  expect(counts).toMatchObject({ done: 3, waiting: 0 });
  expect(calls).toEqual(['plan', 'plan', 'work', 'plan', 'work', 'review']);
});
