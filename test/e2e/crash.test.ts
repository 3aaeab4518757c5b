import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { type Launched, launch } from '../../scripts/setup/command.ts';
import { freePorts } from '../../scripts/setup/ports.ts';
import { prepareTemporal, temporalCommand } from '../../scripts/setup/temporal.ts';
import { startInstallation, type TestInstallation } from '../environment/installation.ts';
import { endsWithRun } from '../environment/run.ts';
import { temporalCli } from '../environment/servers.ts';
import { eventually, misbehave, newDeal, writesSince } from '../workflows/deal/cases.ts';

/**
 * The worker as the process that it is, killed with `kill -9` while its writes are at the vendor. The server's own crash
 * between row and workflow is in test/server/recovery.
 */

const NODE = join(createRequire(import.meta.url).resolve('node/package.json'), '../bin/node');
const ROOT = resolve(import.meta.dirname, '../..');

let folder: string;
let temporal: Launched;
let env: TestWorkflowEnvironment;
let here: TestInstallation;
let worker: ChildProcess;
let address: string;

beforeAll(async () => {
  // A server of its own: the worker process declares its schedules there.
  folder = mkdtempSync(join(tmpdir(), 'crash-'));
  const [port = 0, httpPort = 0] = await freePorts(2);
  temporal = await launch(temporalCommand(temporalCli(), { port, httpPort }), join(folder, 'temporal.log'));
  await prepareTemporal(temporalCli(), port, temporal.ended);
  address = `127.0.0.1:${port}`;
  env = await TestWorkflowEnvironment.createFromExistingServer({ address });
  here = await startInstallation(env, { worker: false });
  worker = await startWorker();
});
afterAll(async () => {
  if (worker?.exitCode === null) worker.kill('SIGKILL');
  await here?.close();
  await env?.teardown();
  await temporal?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function startWorker(): Promise<ChildProcess> {
  const [port = 0] = await freePorts(1);
  const child = spawn(NODE, [join(ROOT, 'workers/index.ts')], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      ...here.environment,
      QUARTERDECK_TASK_QUEUE: here.taskQueue,
      QUARTERDECK_WORKER_PORT: String(port),
      QUARTERDECK_BUNDLE: process.env.QD_TEST_BUNDLE,
      QUARTERDECK_LOG_LEVEL: 'error',
      TEMPORAL_ADDRESS: address,
      TEMPORAL_CONFIG_FILE: join(folder, 'none.toml'),
    },
    stdio: 'inherit',
  });
  endsWithRun(child);
  const healthy = () =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await eventually(healthy, 60_000);
  return child;
}

function killed(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    child.once('exit', () => done());
    child.kill('SIGKILL');
  });
}

const HELD = [
  ['salesforce', 'PATCH', 'sobjects/Account/'],
  ['salesforce', 'PATCH', 'sobjects/Contact/'],
  ['salesforce', 'PATCH', 'sobjects/Opportunity/'],
  ['impartner', 'PUT', 'v1/Deal'],
  ['impartner', 'PATCH', 'v1/Deal/'],
] as const;

test('killed in the middle of every kind of write, it carries on where it was, and each write lands once', async () => {
  const from = Date.now();
  const submitted: Promise<string>[] = [];
  const isHeld = (vendor: 'salesforce' | 'impartner', method: string, path: string) => () =>
    here[vendor].requests.some(
      (one) => one.method === method && one.path.includes(path) && Date.parse(one.at) >= from,
    );
  for (const [vendor, method, path] of HELD) {
    await misbehave(here[vendor], { method, path, delayMs: 5_000 });
    submitted.push(here.submit(newDeal()));
    await eventually(isHeld(vendor, method, path));
  }
  await killed(worker);
  worker = await startWorker();
  const ids = await Promise.all(submitted);
  for (const id of ids) {
    const row = await here.until(id, ({ status }) => status === 'completed', 90_000);
    expect(row).toMatchObject({ outcome: 'Approved', openProblem: 'none' });
  }
  const counted: Record<string, number> = {};
  for (const line of writesSince(here, from)) counted[line] = (counted[line] ?? 0) + 1;
  expect(counted).toEqual({
    'PATCH account 201': 5,
    'PATCH contact 201': 5,
    'PATCH opportunity 201': 5,
    'PUT prm 200': 5,
    'PATCH prm 200': 5,
  });
  const notices = here.smtp.mails.map(({ messageId }) => messageId);
  expect(new Set(notices).size).toBe(notices.length);
}, 180_000);
