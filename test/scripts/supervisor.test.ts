import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { launch } from '../../scripts/setup/command.ts';
import { watchDisk } from '../../scripts/setup/disk.ts';
import { endOrphans } from '../../scripts/setup/orphans.ts';
import { freePort, waitForPort } from '../../scripts/setup/ports.ts';
import { isAlive, type ProcessId, processId } from '../../scripts/setup/process-id.ts';
import { readRuntime, writeRuntime } from '../../scripts/setup/state.ts';
import { createSupervisor, type Supervisor, type Task } from '../../scripts/setup/supervisor.ts';

let folder: string;
let said: string[];
let supervisor: Supervisor;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qd-supervisor-'));
  said = [];
  supervisor = createSupervisor({ logFolder: folder, say: (line) => said.push(line), firstPauseMs: 50 });
});
afterEach(async () => {
  await supervisor.stop();
  rmSync(folder, { recursive: true, force: true });
});

const node = (name: string, script: string, env: Record<string, string> = {}) => ({
  name,
  file: process.execPath,
  args: ['-e', script],
  env,
  graceMs: 500,
});

const LISTEN = `console.log('listening'); require('net').createServer().listen(process.env.PORT, '127.0.0.1');`;

function listener(name: string, port: number, script = LISTEN): Task {
  return {
    name,
    command: () => node(name, script, { PORT: String(port) }),
    ready: (ended) => waitForPort(port, name, 10_000, ended),
  };
}

async function until(what: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !what(); ) {
    if (Date.now() > end) throw new Error('waited in vain');
    await new Promise((done) => setTimeout(done, 20));
  }
}

it('starts a killed process again, with its output in one log', async () => {
  const port = await freePort();
  await supervisor.start(listener('echo', port));
  const first = supervisor.children().echo;
  if (!first) throw new Error('not running');
  process.kill(first.pid, 'SIGKILL');
  await until(() => (supervisor.children().echo?.pid ?? first.pid) !== first.pid);
  await waitForPort(port, 'echo');
  expect(said).toEqual([expect.stringContaining('echo ended with SIGKILL')]);
  expect(readFileSync(join(folder, 'echo.log'), 'utf8').match(/echo starts/g)).toHaveLength(2);
});

it('waits longer each time for a process that keeps ending', async () => {
  let starts = 0;
  await supervisor.start({
    name: 'flap',
    command: () => {
      starts += 1;
      return node('flap', 'process.exit(3)');
    },
    ready: async () => undefined,
  });
  await until(() => said.length >= 4);
  expect(said.slice(0, 4).map((line) => line.match(/in ([\d.]+) s/)?.[1])).toEqual([
    '0.05',
    '0.1',
    '0.2',
    '0.4',
  ]);
  expect(starts).toBeGreaterThanOrEqual(3);
});

it('says once that a process keeps ending, and then leaves it to the log', async () => {
  const quick = { firstPauseMs: 5, longestPauseMs: 10 };
  const patient = createSupervisor({ logFolder: folder, say: (line) => said.push(line), ...quick });
  let starts = 0;
  await patient.start({
    name: 'flap',
    command: () => {
      starts += 1;
      return node('flap', 'process.exit(3)');
    },
    ready: async () => undefined,
  });
  await until(() => starts >= 5);
  await patient.stop();
  expect(said).toEqual([
    expect.stringContaining('flap ended with exit code 3'),
    expect.stringMatching(/it is started again every 0\.01 s until it stays$/),
  ]);
});

it('does not end when its log cannot be written, and tells of it', async () => {
  const failures: string[] = [];
  const talker = node('talker', `setInterval(() => console.log('x'.repeat(100_000)), 5)`);
  const launched = await launch(talker, '/dev/full', (error) => failures.push(error.message));
  await until(() => failures.length > 3);
  expect(failures[0]).toContain('ENOSPC');
  expect(launched.ended()).toBeUndefined();
  await launched.stop();
});

const asRoot = process.getuid?.() === 0 && process.platform === 'linux' ? it : it.skip;
asRoot('starts nothing again on a full disk, says so once, and goes on when there is room', async () => {
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk]);
  try {
    let saved = 0;
    const say = (line: string) => said.push(line);
    const watched = watchDisk(
      disk,
      say,
      () => {
        saved += 1;
      },
      50,
    );
    const full = createSupervisor({ logFolder: disk, say, disk: watched, firstPauseMs: 10 });
    const port = await freePort();
    const script = `setInterval(() => console.log('still here'), 20); ${LISTEN}`;
    await full.start(listener('echo', port, script));
    const first = full.children().echo as ProcessId;
    const ballast = join(disk, 'ballast');
    expect(() => writeFileSync(ballast, Buffer.alloc(9_000_000))).toThrow('ENOSPC');
    await until(() => said.length === 1);
    expect(isAlive(first)).toBe(true);
    process.kill(first.pid, 'SIGKILL');
    await until(() => said.length === 2);
    await new Promise((done) => setTimeout(done, 300));
    expect(full.children()).toEqual({});
    rmSync(ballast);
    await until(() => full.children().echo !== undefined);
    await waitForPort(port, 'echo');
    const log = () => readFileSync(join(disk, 'echo.log'), 'utf8');
    const length = log().length;
    await until(() => log().length > length && log().endsWith('still here\n'));
    await full.stop();
    expect(said).toEqual([
      expect.stringMatching(
        /^Nothing can be written to .* \(ENOSPC: no space left on device\): free some space\./,
      ),
      expect.stringContaining('echo ended with SIGKILL'),
      `${disk} can be written to again.`,
    ]);
    expect(saved).toBe(1);
  } finally {
    execFileSync('umount', ['-l', disk]);
  }
});

it('says why a process did not start, and leaves nothing running', async () => {
  const port = await freePort();
  const script = `console.error('DATABASE_URL is missing'); process.exit(7)`;
  await expect(supervisor.start(listener('broken', port, script))).rejects.toThrow(
    /broken did not start: broken ended with exit code 7 \(its log: .*broken\.log\)\n {2}DATABASE_URL is missing$/,
  );
  expect(supervisor.children()).toEqual({});
});

it('ends everything, last started first, by force where it must', async () => {
  const [one, two] = [await freePort(), await freePort()];
  await supervisor.start(listener('polite', one));
  await supervisor.start(listener('stubborn', two, `process.on('SIGTERM', () => {}); ${LISTEN}`));
  const ids = Object.values(supervisor.children());
  expect(ids).toHaveLength(2);
  await supervisor.stop();
  expect(ids.map(isAlive)).toEqual([false, false]);
  expect(said).toEqual([]);
});

it('ends at the next start what a killed supervisor left, and nothing else', async () => {
  const orphan = await launch(node('worker', 'setInterval(() => {}, 1000)'), join(folder, 'orphan.log'));
  const bystander = await launch(node('other', 'setInterval(() => {}, 1000)'), join(folder, 'other.log'));
  const runtime = { schemaVersion: 1 as const, startedAt: '', ports: {}, urls: {}, environment: {} };
  const children = { worker: orphan.id, reused: { pid: bystander.id.pid, started: '1' } };
  writeRuntime({ ...runtime, supervisor: processId(process.pid), children }, folder);
  expect(await endOrphans(folder)).toEqual([]);
  writeRuntime({ ...runtime, supervisor: { pid: process.pid, started: '1' }, children }, folder);
  expect(await endOrphans(folder)).toEqual(['worker']);
  expect([isAlive(orphan.id), isAlive(bystander.id)]).toEqual([false, true]);
  expect(readRuntime(folder)).toBeUndefined();
  await bystander.stop();
});
