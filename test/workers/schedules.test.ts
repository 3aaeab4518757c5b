import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { ensureSchedules } from '../../workers/schedules.ts';
import { devServer } from '../environment/servers.ts';

let env: TestWorkflowEnvironment;
let client: Client;
// A namespace of its own: extra schedules are deleted, and other files' workers declare theirs meanwhile.
beforeAll(async () => {
  env = await devServer();
  const namespace = `schedules-${randomUUID()}`;
  await env.connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  });
  client = new Client({ connection: env.connection, namespace });
});
afterAll(() => env?.teardown());

const TASK_QUEUE = `schedules-${randomUUID()}`;
const SAMPLE = `${TASK_QUEUE}-test-sample`;
const at = (every: '1 hour' | '2 hours'): NonNullable<Parameters<typeof ensureSchedules>[2]> => [
  {
    name: 'test-sample',
    workflowType: 'auditCheckpoint',
    spec: { intervals: [{ every }] },
    catchupWindow: '1 minute',
  },
];

test('schedules are created, left alone, updated and deleted as declared; those of others stay', async () => {
  const foreign = await client.schedule.create({
    scheduleId: `somebody-elses-${randomUUID()}`,
    spec: { intervals: [{ every: '1 day' }] },
    action: { type: 'startWorkflow', workflowType: 'x', taskQueue: TASK_QUEUE },
  });
  const ensure = (declared?: Parameters<typeof ensureSchedules>[2]) =>
    ensureSchedules(client, TASK_QUEUE, declared);
  const handle = client.schedule.getHandle(SAMPLE);

  expect((await ensure(at('1 hour'))).created).toEqual([SAMPLE]);
  expect(await ensure(at('1 hour'))).toMatchObject({ created: [], updated: [] });

  await handle.pause();
  expect((await ensure(at('2 hours'))).updated).toEqual([SAMPLE]);
  const updated = await handle.describe();
  expect(updated.spec.intervals).toEqual([expect.objectContaining({ every: 7_200_000 })]);
  expect(updated.state.paused).toBe(true);
  expect(updated.action).toMatchObject({ workflowType: 'auditCheckpoint', taskQueue: TASK_QUEUE });

  // The list of schedules lags a little behind.
  const deleted: string[] = [];
  for (let tries = 0; tries < 50 && deleted.length === 0; tries += 1) {
    deleted.push(...(await ensure([])).deleted);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(deleted).toContain(SAMPLE);
  await expect(handle.describe()).rejects.toThrow();
  await foreign.describe();
  await foreign.delete();
});

test('two installations in one namespace keep their own schedules, and those that 0.2.0 had given other ids go', async () => {
  const other = `${TASK_QUEUE}-eu`;
  await ensureSchedules(client, other, at('1 hour'));
  const former = await client.schedule.create({
    scheduleId: `quarterdeck-former-${randomUUID()}`,
    spec: { intervals: [{ every: '1 day' }] },
    action: { type: 'startWorkflow', workflowType: 'auditCheckpoint', taskQueue: TASK_QUEUE },
  });
  const gone: string[] = [];
  for (let tries = 0; tries < 50 && !gone.includes(former.scheduleId); tries += 1) {
    gone.push(...(await ensureSchedules(client, TASK_QUEUE, [])).deleted);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(gone).toContain(former.scheduleId);
  const kept = await client.schedule.getHandle(`${other}-test-sample`).describe();
  expect(kept.action).toMatchObject({ taskQueue: other });
  await ensureSchedules(client, other, []);
});

test('what is declared for real is accepted by the server', async () => {
  const done = await ensureSchedules(client, TASK_QUEUE);
  expect(done.created).toContain(`${TASK_QUEUE}-audit-checkpoint`);
  expect((await ensureSchedules(client, TASK_QUEUE)).created).toEqual([]);
});

test('one that shall also run at once has its first run when it is created, and none when it is found there', async () => {
  const [declared] = at('1 hour');
  const atOnce = [{ ...(declared as NonNullable<typeof declared>), name: 'test-at-once', atOnce: true }];
  await ensureSchedules(client, TASK_QUEUE, atOnce);
  const handle = client.schedule.getHandle(`${TASK_QUEUE}-test-at-once`);
  const runs = async () => (await handle.describe()).info.numActionsTaken;
  for (let tries = 0; tries < 50 && (await runs()) === 0; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await runs()).toBe(1);
  expect(await ensureSchedules(client, TASK_QUEUE, atOnce)).toMatchObject({ created: [], updated: [] });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await runs()).toBe(1);
});

test('workers that start together agree', async () => {
  await ensureSchedules(client, TASK_QUEUE, []);
  const all = await Promise.all(
    Array.from({ length: 4 }, () => ensureSchedules(client, TASK_QUEUE, at('1 hour'))),
  );
  expect(all.flatMap((done) => done.created)).toEqual([SAMPLE]);
});
