import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { claim } from '../../scripts/setup/claim.mjs';
import { processId } from '../../scripts/setup/process-id.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qd-claim-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Processes that all wait for the same moment, try to claim the same path, and keep it until they are ended. */
async function contenders(path: string, count: number): Promise<{ won: boolean[]; end: () => void }> {
  const code = `
    const { claim } = await import(${JSON.stringify(join(import.meta.dirname, '../../scripts/setup/claim.mjs'))});
    process.stdin.once('data', () => console.log(claim(${JSON.stringify(path)}).holder === undefined));
    console.log('ready');`;
  const all = Array.from({ length: count }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  const line = (one: (typeof all)[number]) =>
    new Promise<string>((resolve) => one.stdout.once('data', (data) => resolve(String(data).trim())));
  await Promise.all(all.map(line));
  const answers = all.map(line);
  for (const one of all) one.stdin.write('go\n');
  const won = (await Promise.all(answers)).map((answer) => answer === 'true');
  return { won, end: () => all.map((one) => one.kill('SIGKILL')) };
}

it('is won by exactly one of many processes, also over what a killed process has left', async () => {
  const path = join(folder, 'lock');
  mkdirSync(path);
  writeFileSync(join(path, `${process.pid}.1`), '');
  const { won, end } = await contenders(path, 6);
  try {
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['lock']);
    expect(claim(path).holder?.pid).toEqual(expect.any(Number));
  } finally {
    end();
  }
});

it('is refused while its holder lives, and free when it is released', () => {
  const path = join(folder, 'deeper/lock');
  const first = claim(path);
  expect(claim(path)).toEqual({ holder: processId(process.pid) });
  first.release?.();
  expect(readdirSync(join(folder, 'deeper'))).toEqual([]);
  expect(claim(path).holder).toBeUndefined();
});
