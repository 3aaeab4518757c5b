import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { auditActivities } from '../../activities/kit/audit.ts';
import { installationKey } from '../../adapters/keys/keys.ts';
import { appendAudit } from '../../adapters/store/audit.ts';
import { registerInstallationKey } from '../../adapters/store/installation.ts';
import { openStore, type Store, transact } from '../../adapters/store/pool.ts';
import { listRollout, setRollout } from '../../adapters/store/rollout.ts';
import { statement } from '../../adapters/store/statement.ts';
import { stopAfterRestore } from '../../installation/restore-check.ts';
import { devServer, freshDatabase, workflowBundle } from '../environment/servers.ts';

let env: TestWorkflowEnvironment;
const stores: Store[] = [];
const key = installationKey(mkdtempSync(join(tmpdir(), 'quarterdeck-restore-')));
const QUEUE = 'restore-check';
const AT = new Date('2026-11-20T12:00:00.000Z');

/** A database with one automated segment and `entries` audit rows in a case. */
async function database(entries: number): Promise<Store> {
  const store = openStore({ url: (await freshDatabase()).appUrl });
  stores.push(store);
  await transact(store, async (tx) => {
    await registerInstallationKey(tx, key, AT);
    const row = {
      lifecycle: 'deal' as const,
      segment: '*/*/*',
      reason: 'test',
      changedBy: 'p-sam',
      token: null,
      bootstrap: false,
      changedAt: AT.toISOString(),
    };
    await setRollout(tx, { ...row, mode: 'automated' });
    for (let n = 0; n < entries; n += 1) {
      await appendAudit(tx, 'deal:files:1', {
        at: AT.toISOString(),
        actor: 'system',
        action: 'case.started',
      });
    }
  });
  return store;
}

const modes = async (store: Store) => (await listRollout(statement(store))).map((row) => row.mode);

beforeAll(async () => {
  env = await devServer();
});
afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await env?.teardown();
});

test('a database that is older than what Temporal has seen is switched off, once', async () => {
  const today = await database(1);
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: QUEUE,
    workflowBundle: workflowBundle(),
    activities: auditActivities({ store: today, installationKey: key, witnesses: [], now: () => new Date() }),
    debugMode: true,
  });
  const id = `restore-check-${Date.now()}`;
  await worker.runUntil(() =>
    env.client.workflow.execute('auditCheckpoint', { workflowId: id, taskQueue: QUEUE }),
  );
  // The list of closed workflows lags behind by a moment.
  for (let tries = 0; tries < 100; tries += 1) {
    const { count } = await env.client.workflow.count(
      `WorkflowId = '${id}' AND ExecutionStatus = 'Completed'`,
    );
    if (count > 0) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(await stopAfterRestore(today, env.client, QUEUE, AT)).toBe(false);
  expect(await modes(today)).toEqual(['automated']);

  const yesterday = await database(0);
  expect(await stopAfterRestore(yesterday, env.client, QUEUE, AT)).toBe(true);
  expect(await modes(yesterday)).toEqual(['off']);
  expect(await stopAfterRestore(yesterday, env.client, QUEUE, AT)).toBe(false);
});
