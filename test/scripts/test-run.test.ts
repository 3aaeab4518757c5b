import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { launch } from '../../scripts/setup/command.ts';
import { isAlive } from '../../scripts/setup/process-id.ts';
import { makeRunFolder, noteProcess, removeDeadRuns } from '../../scripts/setup/test-run.ts';

const logs = mkdtempSync(join(tmpdir(), 'qd-run-'));
afterAll(() => rmSync(logs, { recursive: true, force: true }));

it('clears what a killed run left, processes first, and leaves running ones alone', async () => {
  const folder = await makeRunFolder();
  const left = await launch(
    { name: 'left', file: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'] },
    join(logs, 'left.log'),
  );
  noteProcess(folder, left.id);
  await removeDeadRuns();
  expect(isAlive(left.id)).toBe(true);
  writeFileSync(join(folder, 'owner.json'), JSON.stringify({ pid: process.pid, started: '1' }));
  await removeDeadRuns();
  expect(isAlive(left.id)).toBe(false);
  expect(existsSync(folder)).toBe(false);
  expect(existsSync(process.env.QUARTERDECK_PID_FOLDER as string)).toBe(true);
});
