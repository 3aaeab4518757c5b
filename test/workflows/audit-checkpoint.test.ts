import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { auditActivities } from '../../activities/kit/audit.ts';
import { installationKey } from '../../adapters/keys/keys.ts';
import { appendAudit } from '../../adapters/store/audit.ts';
import { verifyAudit } from '../../adapters/store/audit-verify.ts';
import { lastCheckpoint } from '../../adapters/store/checkpoints.ts';
import { registerInstallationKey } from '../../adapters/store/installation.ts';
import { transact } from '../../adapters/store/pool.ts';
import type { auditCheckpoint } from '../../workflows/audit-checkpoint.ts';
import { openedDatabase } from '../adapters/store/database.ts';
import { devServer, workflowBundle } from '../environment/servers.ts';

const db = openedDatabase();
const folder = mkdtempSync(join(tmpdir(), 'qd-keys-'));
let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await devServer();
});
afterAll(async () => {
  await env?.teardown();
  rmSync(folder, { recursive: true });
});

test('a run signs one checkpoint and leaves its anchor in the history; with nothing new it signs none', async () => {
  const key = installationKey(folder);
  await transact(db.app, async (tx) => {
    await registerInstallationKey(tx, key, new Date());
    await appendAudit(tx, 'deal:files:1', {
      at: '2026-03-02T09:00:00.000Z',
      actor: 'system',
      action: 'case.started',
    });
  });
  const taskQueue = `audit-${randomUUID()}`;
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    workflowBundle: workflowBundle(),
    activities: auditActivities({
      store: db.app,
      installationKey: key,
      witnesses: [],
      now: () => new Date(),
    }),
  });
  const run = async () => {
    const workflowId = `audit-${randomUUID()}`;
    const result = await env.client.workflow.execute<typeof auditCheckpoint>('auditCheckpoint', {
      taskQueue,
      workflowId,
    });
    return { result, history: await env.client.workflow.getHandle(workflowId).fetchHistory() };
  };
  const [first, second] = await worker.runUntil(async () => [await run(), await run()]);

  const last = await transact(db.app, lastCheckpoint);
  expect(first?.result).toEqual({ number: 1, hash: last?.hash });
  expect(second?.result).toBeNull();
  const report = await transact(db.auditor, (tx) =>
    verifyAudit(tx, { anchors: [first?.result ?? { number: 0, hash: '' }] }),
  );
  expect(report).toMatchObject({ problems: [], checkpoints: 1 });
  await Worker.runReplayHistory({ workflowBundle: workflowBundle() }, first?.history);
});
