import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '../../adapters/store/migrate.ts';
import { type Command, type Launched, launch } from '../../scripts/setup/command.ts';
import { freePorts, LOOPBACK } from '../../scripts/setup/ports.ts';
import {
  ensureDatabase,
  postgresCommand,
  superuserUrl,
  waitForPostgres,
} from '../../scripts/setup/postgres.ts';
import { onPath } from '../../scripts/setup/programs.mjs';
import { prepareTemporal, temporalCommand, temporalExecutable } from '../../scripts/setup/temporal.ts';
import { makeRunFolder, removeRunFolder } from '../../scripts/setup/test-run.ts';
import { findTimeSkipping } from '../../scripts/setup/time-skipping.ts';
import { BUNDLED } from '../../workers/bundled.ts';
import { PASSWORDS, TEMPLATE } from './names.ts';

/** What teardown ends; kept on globalThis because jest loads the two files apart. */
export interface TestRun {
  folder: string;
  launched: Launched[];
}

const say = (line: string) => console.error(line);

/**
 * Starts what the whole run shares: one dev server (in memory), one Postgres with a migrated template database, one
 * workflow bundle; finds the time-skipping server and Chromium. Their addresses go into process.env (QD_TEST_*), which
 * the test processes inherit. `QD_TEST_UNIT=1` starts nothing.
 */
export default async function setup(): Promise<void> {
  moveClock();
  if (process.env.QD_TEST_UNIT) return;
  const folder = await makeRunFolder();
  const run: TestRun = { folder, launched: [] };
  (globalThis as { quarterdeckTestRun?: TestRun }).quarterdeckTestRun = run;
  try {
    await startServers(run);
  } catch (error) {
    // Jest ends without the teardown when the setup fails.
    await removeRunFolder(folder);
    throw error;
  }
}

async function startServers({ folder, launched }: TestRun): Promise<void> {
  const [temporalPort = 0, httpPort = 0, postgresPort = 0] = await freePorts(3);
  let failed = false;
  const start = async (command: Command) => {
    if (failed) throw new Error('another part did not start');
    const one = await launch(command, join(folder, `${command.name}.log`));
    launched.push(one);
    return one;
  };
  const parts = [
    startTemporal(start, temporalPort, httpPort),
    startPostgres(start, postgresPort, folder),
    bundle(folder),
    findOptional(),
  ];
  try {
    await Promise.all(parts);
  } catch (error) {
    failed = true;
    // The parts that wait for one of these servers then end, too.
    await Promise.all(launched.map((one) => one.stop()));
    await Promise.allSettled(parts);
    throw error;
  }
}

/** `QD_TEST_START` is the moment at which this run begins, an ISO 8601 instant; whole seconds, so that other processes can be told. */
function moveClock(): void {
  const { QD_TEST_START: start } = process.env;
  if (!start) return;
  const offset = Math.round((Date.parse(start) - Date.now()) / 1_000);
  if (Number.isNaN(offset)) throw new Error('QD_TEST_START is no instant; write 2028-02-29T12:00:00Z');
  process.env.QD_TEST_OFFSET_MS = String(offset * 1_000);
  say(`Tests run as if it were ${new Date(Date.now() + offset * 1_000).toISOString()}.`);
}

type Start = (command: Command) => Promise<Launched>;

async function startTemporal(start: Start, port: number, httpPort: number): Promise<void> {
  const path = await temporalExecutable(say);
  const server = await start(temporalCommand(path, { port, httpPort }));
  await prepareTemporal(path, port, server.ended);
  process.env.QD_TEST_TEMPORAL = `${LOOPBACK}:${port}`;
  process.env.QD_TEST_TEMPORAL_CLI = path;
}

async function startPostgres(start: Start, port: number, folder: string): Promise<void> {
  const password = 'test-only';
  const command = await postgresCommand({
    dataFolder: join(folder, 'postgres'),
    port,
    password,
    durable: false,
  });
  const server = await start(command);
  const adminUrl = superuserUrl(port, password);
  await waitForPostgres(adminUrl, server.ended);
  await ensureDatabase(adminUrl, TEMPLATE);
  await migrate(superuserUrl(port, password, TEMPLATE), PASSWORDS);
  process.env.QD_TEST_DATABASE_ADMIN_URL = adminUrl;
}

async function bundle(folder: string): Promise<void> {
  if (!existsSync(BUNDLED.workflowsPath)) return;
  const { bundleWorkflowCode } = await import('@temporalio/worker');
  const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error: say };
  const { code } = await bundleWorkflowCode({ ...BUNDLED, logger: quiet });
  const path = join(folder, 'workflow-bundle.js');
  writeFileSync(path, code);
  process.env.QD_TEST_BUNDLE = path;
}

async function findOptional(): Promise<void> {
  const timeSkipping = await findTimeSkipping(say);
  if (timeSkipping.path) process.env.QD_TEST_TIMESKIPPING = timeSkipping.path;
  const chromium = process.env.QD_TEST_CHROMIUM ?? onPath('chromium') ?? onPath('google-chrome');
  if (chromium) process.env.QD_TEST_CHROMIUM = chromium;
}
