import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CLONE } from '../../scripts/setup/state.ts';

const SCRIPT = 'scripts/setup/prepare.mjs';
let clone: string;

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'qd-prepare-'));
  cpSync(join(CLONE, SCRIPT), join(clone, SCRIPT));
  writeFileSync(join(clone, 'package-lock.json'), '{}');
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

/** Runs prepare.mjs in the small clone with an npm that only notes its arguments. */
function prepare(npmExitCode = 0) {
  const bin = join(clone, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\necho "$@" > "${clone}/npm-ran"\nexit ${npmExitCode}\n`);
  chmodSync(join(bin, 'npm'), 0o755);
  const { npm_execpath: _, ...env } = process.env;
  const path = `${bin}${delimiter}${process.env.PATH}`;
  const done = spawnSync(process.execPath, [join(clone, SCRIPT)], {
    env: { ...env, PATH: path },
    encoding: 'utf8',
  });
  return { code: done.status, said: done.stderr };
}

function installed(ageSeconds: number) {
  mkdirSync(join(clone, 'node_modules'), { recursive: true });
  const lock = join(clone, 'node_modules/.package-lock.json');
  writeFileSync(lock, '{}');
  const then = Date.now() / 1000 - ageSeconds;
  utimesSync(lock, then, then);
}

describe('prepare.mjs', () => {
  it('installs when node_modules is missing', () => {
    const { code, said } = prepare();
    expect(code).toBe(0);
    expect(said).toContain('npm ci');
    expect(said).toMatch(/Packages installed in \d+ s/);
  });

  it('installs when node_modules is older than the lock', () => {
    installed(3600);
    expect(prepare().said).toContain('npm ci');
  });

  it('is silent when there is nothing to do', () => {
    installed(-1);
    expect(prepare()).toEqual({ code: 0, said: '' });
  });

  it('says what to do when npm fails', () => {
    const { code, said } = prepare(4);
    expect(code).toBe(1);
    expect(said).toContain('npm ci failed (exit 4)');
  });

  it('refuses an old Node in one sentence', async () => {
    const { nodeTooOld } = (await import(join(CLONE, SCRIPT))) as {
      nodeTooOld(v: string): string | undefined;
    };
    expect(nodeTooOld('18.19.0')).toBe(
      'Node 18.19.0 is too old: install Node 20 or newer from https://nodejs.org and run this again.',
    );
    expect(nodeTooOld('20.0.0')).toBeUndefined();
  });
});
