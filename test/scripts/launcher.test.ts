import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  constants,
  copyFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CLONE } from '../../scripts/setup/state.ts';
import { fakeClone } from './fake-clone.ts';

const NODE = join(CLONE, 'node_modules/node/bin/node');
/** Stands for the command line: ends with a code, waits for a signal, or says what it was given. */
const CLI = `
import { readFileSync } from 'node:fs';
const [what, ...rest] = process.argv.slice(2);
if (what === 'end') process.exit(Number(rest[0]));
if (what === 'wait') {
  console.log(process.pid);
  setInterval(() => undefined, 1_000);
} else console.log(JSON.stringify({ rest, input: readFileSync(0, 'utf8'), node: process.version }));
`;

let clone: ReturnType<typeof fakeClone>;
let folder: string;
let env: Record<string, string>;
/** How each way of starting it is typed. */
let ways: Record<string, string[]>;

beforeAll(() => {
  clone = fakeClone();
  folder = mkdtempSync(join(tmpdir(), 'qd launcher é-'));
  env = { PATH: process.env.PATH ?? '', HOME: folder, QUARTERDECK_STATE: clone.state };
  writeFileSync(join(clone.folder, 'cli/index.ts'), CLI);
  const otherNode = join(folder, 'node');
  copyFileSync(NODE, otherNode, constants.COPYFILE_FICLONE);
  chmodSync(otherNode, 0o755);
  symlinkSync(join(clone.folder, 'quarterdeck.sh'), join(folder, 'quarterdeck'));
  ways = {
    'the command on the PATH': [join(folder, 'quarterdeck')],
    'quarterdeck.mjs on the pinned Node': [NODE, join(clone.folder, 'quarterdeck.mjs')],
    'quarterdeck.mjs on another Node': [otherNode, join(clone.folder, 'quarterdeck.mjs')],
  };
});

afterAll(() => {
  clone.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  'the command on the PATH',
  'quarterdeck.mjs on the pinned Node',
  'quarterdeck.mjs on another Node',
])('%s', (way) => {
  const typed = (...args: string[]) => {
    const [file = '', ...before] = ways[way] ?? [];
    return { file, args: [...before, ...args] };
  };
  const run = (args: string[], input = '', more: Record<string, string> = {}) => {
    const { file, args: all } = typed(...args);
    return spawnSync(file, all, { cwd: folder, env: { ...env, ...more }, input, encoding: 'utf8' });
  };

  test('hands arguments, input, output and the exit code through, on the pinned Node', () => {
    const said = run(['say', 'a b', '--c=ü'], 'given');
    expect({ code: said.status, stderr: said.stderr }).toEqual({ code: 0, stderr: '' });
    const { version } = JSON.parse(
      spawnSync(NODE, ['-p', 'JSON.stringify(process)'], { encoding: 'utf8' }).stdout,
    );
    expect(JSON.parse(said.stdout)).toEqual({ rest: ['a b', '--c=ü'], input: 'given', node: version });
    for (const code of [1, 2, 6]) expect(run(['end', String(code)]).status).toBe(code);
  });

  test.each([
    { signal: 'SIGINT', code: 130 },
    { signal: 'SIGTERM', code: 143 },
    { signal: 'SIGHUP', code: 129 },
  ] as const)('$signal to it ends the command', async ({ signal, code }) => {
    const { file, args } = typed('wait');
    const started = spawn(file, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await new Promise<number>((resolve) => {
      started.stdout.once('data', (text: Buffer) => resolve(Number(String(text))));
    });
    const ended = new Promise((resolve) => started.once('exit', (...how) => resolve(how)));
    started.kill(signal);
    // A shell shows a program that a signal ended as 128 and the number of the signal.
    expect([
      [code, null],
      [null, signal],
    ]).toContainEqual(await ended);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  test('works, and says nothing, where nothing can be kept', () => {
    const file = join(folder, 'no-folder');
    writeFileSync(file, '');
    for (const cache of [file, '/dev/null']) {
      const said = run(['say'], '', { XDG_CACHE_HOME: cache });
      expect({ cache, code: said.status, stderr: said.stderr }).toEqual({ cache, code: 0, stderr: '' });
    }
  });
});

test('a changed file is never run as it was kept, even with its old size and time', () => {
  const cache = join(folder, 'cache');
  const index = join(clone.folder, 'cli/index.ts');
  const answer = (text: string) => {
    writeFileSync(index, `const answer: string = '${text}';\nconsole.log(answer);\n`);
    utimesSync(index, 1_700_000_000, 1_700_000_000);
    const all = { ...env, XDG_CACHE_HOME: cache };
    return spawnSync(join(clone.folder, 'quarterdeck.sh'), { env: all, encoding: 'utf8' }).stdout.trim();
  };
  expect(['first', 'first', 'other', 'first'].map(answer)).toEqual(['first', 'first', 'other', 'first']);
  expect(readdirSync(join(cache, 'quarterdeck/compiled'))).toHaveLength(1);
});

test.each(['quarterdeck.sh', 'quarterdeck.mjs'])(
  '%s says what to do before the packages are there',
  (name) => {
    const empty = mkdtempSync(join(tmpdir(), 'qd-empty-'));
    for (const one of ['quarterdeck.sh', 'quarterdeck.mjs']) cpSync(join(CLONE, one), join(empty, one));
    const said = spawnSync(join(empty, name), { env, encoding: 'utf8' });
    rmSync(empty, { recursive: true });
    expect(said.status).toBe(1);
    expect(said.stderr).toBe(
      `Quarterdeck is not installed yet: run \`npm ci\` (or \`npm start\`, which does) in ${empty}.\n`,
    );
  },
);
