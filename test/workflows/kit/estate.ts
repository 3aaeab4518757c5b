import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceError, type WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { effectActivities } from '../../../activities/ledger/effects.ts';
import { rollbackActivities } from '../../../activities/ledger/rollback.ts';
import { insertCase } from '../../../adapters/store/cases.ts';
import { openStore, type Store } from '../../../adapters/store/pool.ts';
import { statement } from '../../../adapters/store/statement.ts';
import type { Fault, LoggedRequest, Simulator } from '../../../sandbox/simulator.ts';
import { keyedVendor, keyedWrites } from '../../activities/ledger/keyed-vendor.ts';
import { openForTests, type Parts } from '../../environment/open-for-tests.ts';
import { devServer, freshDatabase, timeSkipping } from '../../environment/servers.ts';
import { testBundle } from '../../environment/test-bundle.ts';
import type { WritingInput } from './writing-case.ts';

/** Milliseconds: short, so that a crash test does not wait for a real vendor's worst day. */
export const TIMES = { searchLagMs: 300, settleMs: 700 };

/** A database, a vendor with its request log and the workflows of these tests. */
export interface Estate {
  env: TestWorkflowEnvironment;
  store: Store;
  databaseUrl: string;
  vendor: Simulator;
  vendorUrl: string;
  bundle: { codePath: string };
  taskQueue: string;
  faults(...list: Fault[]): Promise<void>;
  /** Writing requests as others would count them: from requests.jsonl; of one record, or of all. */
  writes(name?: string): LoggedRequest[];
  exported(): Promise<string>;
  worker(): Promise<Worker>;
  /** Starts a writing case with its row; `id` is one of its own unless given. */
  start(input: Partial<WritingInput> & Pick<WritingInput, 'writes'>, id?: string): Promise<WorkflowHandle>;
}

/** The estate of a test file or a `describe`, opened before its tests and closed after them. With `skips`, call it inside `skipWithout('java')`. */
export function describeEstate(options: { skips: boolean }): Estate {
  return openForTests(async (parts) => {
    const env = await (options.skips ? timeSkipping() : devServer());
    parts.defer(() => env.teardown());
    return openEstate(env, parts);
  });
}

async function openEstate(env: TestWorkflowEnvironment, parts: Parts): Promise<Estate> {
  const databaseUrl = (await freshDatabase()).appUrl;
  const store = openStore({ url: databaseUrl });
  parts.defer(() => store.close());
  const requestLog = join(mkdtempSync(join(tmpdir(), 'qd-estate-')), 'requests.jsonl');
  writeFileSync(requestLog, '');
  const vendor = keyedVendor({ requestLog, searchLagMs: TIMES.searchLagMs });
  parts.defer(() => vendor.close());
  const vendorUrl = await vendor.listen();
  const bundle = await testBundle(join(import.meta.dirname, 'writing-case.ts'));
  const taskQueue = `estate-${randomUUID()}`;
  const deps = {
    store,
    writes: keyedWrites(vendorUrl, TIMES),
    settleMs: TIMES.settleMs,
    now: () => new Date(),
  };
  return {
    env,
    store,
    databaseUrl,
    vendor,
    vendorUrl,
    bundle,
    taskQueue,
    async faults(...list) {
      const headers = { 'content-type': 'application/json' };
      await fetch(`${vendorUrl}/__sim/faults`, { method: 'POST', headers, body: JSON.stringify(list) });
    },
    writes(name) {
      const lines = readFileSync(requestLog, 'utf8').split('\n').filter(Boolean);
      const requests = lines.map((line) => JSON.parse(line) as LoggedRequest);
      return requests.filter(
        (one) => one.method !== 'GET' && one.status < 400 && (!name || one.path.endsWith(`/${name}`)),
      );
    },
    exported: async () => (await fetch(`${vendorUrl}/__sim/export`)).text(),
    worker: () =>
      Worker.create({
        connection: env.nativeConnection,
        taskQueue,
        workflowBundle: bundle,
        debugMode: true,
        activities: { ...effectActivities(deps), ...rollbackActivities(deps) },
      }),
    async start(input, id = `test:estate:${randomUUID()}`) {
      const [, source = '', externalId = ''] = id.split(/[:~]/);
      const sequence = Number(id.split('~')[1] ?? 1);
      await insertCase(statement(store), {
        case: id,
        lifecycle: 'deal',
        source,
        externalId,
        sequence,
        openedAt: new Date().toISOString(),
      });
      return env.client.workflow.start('writingCase', {
        workflowId: id,
        taskQueue,
        args: [{ case: id, segment: 'Gold/EMEA/standard', ...input }],
        // A killed worker's task is handed out again after this long, not after the usual ten seconds.
        workflowTaskTimeout: '2 s',
      });
    },
  };
}

/** Waits for something that others bring about. @throws Error when it has not come about after `ms` */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  ms = 30_000,
): Promise<NonNullable<T>> {
  for (const end = Date.now() + ms; Date.now() < end; ) {
    const seen = await unlessTaskFailed(look);
    if (seen) return seen;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`it never came to this: ${what}`);
}

/** Everything that a run did can be done again from its history: the code is deterministic. */
export async function replay(estate: Estate, handle: WorkflowHandle): Promise<void> {
  await Worker.runReplayHistory(
    { workflowBundle: estate.bundle, debugMode: true } as never,
    await handle.fetchHistory(),
  );
}

/** After a killed worker a task may have failed: until it was tried again, no query is answered. */
async function unlessTaskFailed<T>(look: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof ServiceError && /Workflow Task in failed state/.test(String(error.cause)))
      return undefined;
    throw error;
  }
}
