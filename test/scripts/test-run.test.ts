import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { launch } from '../../scripts/setup/command.ts';
import { isAlive, processId } from '../../scripts/setup/process-id.ts';
import { sharedFolder } from '../../scripts/setup/state.ts';
import { makeRunFolder, removeDeadRuns } from '../../scripts/setup/test-run.ts';

const logs = mkdtempSync(join(tmpdir(), 'qd-run-'));
afterAll(() => rmSync(logs, { recursive: true, force: true }));

/** Starts a process again and again until it is ended itself, as the supervisor of an installation does. */
const STUBBORN = `
const { spawn } = require('node:child_process');
const { writeFileSync } = require('node:fs');
let child;
const start = () => {
  child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore', detached: true });
  writeFileSync(process.env.PIDS + '/' + child.pid, JSON.stringify({ pid: child.pid }));
  child.once('exit', start);
};
start();
process.on('SIGTERM', () => setTimeout(() => process.exit(), 500));
`;

it('clears what a killed run left, processes first, and leaves running ones alone', async () => {
  const here = process.env.QUARTERDECK_PID_FOLDER;
  const folder = await makeRunFolder();
  const node = (name: string, code: string) =>
    launch(
      { name, file: process.execPath, args: ['-e', code], env: { PIDS: join(folder, 'pids') } },
      join(logs, `${name}.log`),
    );
  const left = await node('left', 'setInterval(() => {}, 1000)');
  const supervisor = await node('supervisor', STUBBORN);
  if (here === undefined) delete process.env.QUARTERDECK_PID_FOLDER;
  else process.env.QUARTERDECK_PID_FOLDER = here;
  const noted = () => readdirSync(join(folder, 'pids')).map((pid) => processId(Number(pid)));
  for (let tries = 0; noted().length < 3 && tries < 100; tries += 1)
    await new Promise((done) => setTimeout(done, 50));
  const all = noted();
  expect(all).toHaveLength(3);
  await removeDeadRuns();
  expect([left.id, supervisor.id].map(isAlive)).toEqual([true, true]);
  writeFileSync(join(folder, 'owner.json'), JSON.stringify({ pid: process.pid, started: '1' }));
  await removeDeadRuns();
  expect(all.filter(isAlive)).toEqual([]);
  expect(existsSync(folder)).toBe(false);
  if (here) expect(existsSync(here)).toBe(true);
});

it('leaves nothing of a setup that fails: no process and no folder', () => {
  // A Temporal that ends as soon as Postgres runs, and leaves word which process that is.
  const bin = join(logs, 'bin');
  const word = join(logs, 'postgres-pid');
  mkdirSync(bin);
  const script = [
    '#!/bin/sh',
    '[ "$1" = server ] || exit 1',
    `until cat '${sharedFolder()}'/test-run-$PPID-*/postgres/postmaster.pid > '${word}' && [ -s '${word}' ]; do sleep 0.1; done`,
    'exit 1',
  ];
  writeFileSync(join(bin, 'temporal'), `${script.join('\n')}\n`, { mode: 0o755 });
  const setup = join(import.meta.dirname, '../environment/setup.ts');
  const code = `
    const { default: setup } = await import(${JSON.stringify(setup)});
    await setup().then(() => console.log('started'), (error) => console.log('refused:', error.message));
    process.exit();`;
  const { QD_TEST_UNIT: _, TEMPORAL_ADDRESS: __, ...inherited } = process.env;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    env: { ...inherited, PATH: `${bin}:${process.env.PATH}` },
    encoding: 'utf8',
    timeout: 50_000,
  });
  expect(run.stdout).toContain('refused: Temporal did not start: temporal ended with exit code 1');
  const postgres = Number(readFileSync(word, 'utf8').split('\n')[0]);
  expect(postgres).toBeGreaterThan(1);
  expect(isAlive({ pid: postgres })).toBe(false);
  expect(readdirSync(sharedFolder()).filter((name) => name.startsWith(`test-run-${run.pid}-`))).toEqual([]);
}, 60_000);
