import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from '@jest/globals';
import { freePorts } from '../../scripts/setup/ports.ts';
import { describeInstallation } from '../environment/describe-installation.ts';
import { type Door, doorTo } from '../environment/door.ts';
import { endsWithRun, runFolder } from '../environment/run.ts';
import { ownNamespace } from '../environment/servers.ts';
import { eventually, newDeal } from '../workflows/deal/cases.ts';

/** Worker and server as the processes that they are, while Postgres and Temporal are away from them and when they come back. */

const NODE = join(createRequire(import.meta.url).resolve('node/package.json'), '../bin/node');
const ROOT = resolve(import.meta.dirname, '../..');
/** What is promised: up again so long after the end of an outage. */
const UP_AGAIN_MS = 10_000;

const here = describeInstallation({ open: ownNamespace, worker: false });
const processes: ChildProcess[] = [];
let postgres: Door;
let temporal: Door;
let health: string[];
let env: NodeJS.ProcessEnv;
const ENTRIES = ['workers/index.ts', 'server/index.ts'];

afterAll(async () => {
  for (const one of processes) one.kill('SIGKILL');
  await Promise.all([postgres?.close(), temporal?.close()]);
});

/** Whether both say that they do their work. */
const areUp = async () => {
  const answers = health.map((url) =>
    fetch(url, { signal: AbortSignal.timeout(3_000) }).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return (await Promise.all(answers)).every(Boolean);
};

/** A registration goes through the worker process to its end. */
const works = async () =>
  expect(
    await here.until(await here.submit(newDeal()), ({ status }) => status === 'completed', UP_AGAIN_MS),
  ).toMatchObject({
    outcome: 'Approved',
  });

/** Starts one of the two as production would. */
const started = (entry: string): ChildProcess => {
  const child = endsWithRun(spawn(NODE, [join(ROOT, entry)], { cwd: ROOT, env, stdio: 'inherit' }));
  processes.push(child);
  return child;
};

test('started while both are away they wait, and are up within seconds when they are back', async () => {
  const [postgresPort = 0, temporalPort = 0, workerPort = 0, httpPort = 0] = await freePorts(4);
  const database = new URL(here.environment.DATABASE_URL ?? '');
  postgres = doorTo(postgresPort, database.host);
  temporal = doorTo(temporalPort, process.env.QD_TEST_TEMPORAL ?? '');
  database.port = String(postgresPort);
  env = {
    PATH: process.env.PATH,
    ...here.environment,
    DATABASE_URL: database.href,
    QUARTERDECK_TASK_QUEUE: here.taskQueue,
    QUARTERDECK_WORKER_PORT: String(workerPort),
    QUARTERDECK_HTTP_PORT: String(httpPort),
    QUARTERDECK_WEBHOOK_SECRETS: '{}',
    QUARTERDECK_BUNDLE: process.env.QD_TEST_BUNDLE,
    QUARTERDECK_LOG_LEVEL: 'error',
    TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}`,
    TEMPORAL_NAMESPACE: here.env.namespace,
    TEMPORAL_CONFIG_FILE: join(runFolder(), 'none.toml'),
  };
  for (const entry of ENTRIES) started(entry);
  health = [`http://127.0.0.1:${workerPort}/healthz`, `http://127.0.0.1:${httpPort}/readyz`];
  await sleep(8_000);
  expect(processes.map(({ exitCode }) => exitCode)).toEqual([null, null]);
  expect(await areUp()).toBe(false);
  await Promise.all([postgres.open(), temporal.open()]);
  await eventually(areUp, UP_AGAIN_MS);
  await works();
});

test('running they outlive an outage of both, and go on within seconds of its end', async () => {
  await Promise.all([postgres.close(), temporal.close()]);
  await sleep(3_000);
  expect(await areUp()).toBe(false);
  await Promise.all([postgres.open(), temporal.open()]);
  await eventually(areUp, UP_AGAIN_MS);
  await works();
  expect(processes.map(({ exitCode }) => exitCode)).toEqual([null, null]);
});

test('started while Postgres and Temporal come and go, they do not end, and are up within seconds', async () => {
  for (const one of processes.splice(0)) one.kill('SIGKILL');
  for (const entry of ENTRIES) started(entry);
  for (let turn = 0; turn < 40; turn += 1) {
    // Never long enough for all that a start needs.
    await Promise.all([postgres.close(), temporal.close()]);
    await sleep(100);
    await Promise.all([postgres.open(), temporal.open()]);
    await sleep(turn * 5);
  }
  await eventually(areUp, UP_AGAIN_MS);
  await works();
  expect(processes.map(({ exitCode }) => exitCode)).toEqual([null, null]);
});
