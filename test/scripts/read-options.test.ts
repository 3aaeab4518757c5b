import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
/** Each in a process of its own: they end it. */
const run = (script: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, script), ...args], {
    encoding: 'utf8',
    cwd: ROOT,
  });
  return { status, stdout, stderr };
};

describe.each([
  { script: 'scripts/bench/index.ts', first: 'npm run bench -- ', wrong: ['chaos', '--no-such-option'] },
  { script: 'scripts/start.ts', first: 'npm start ', wrong: ['--no-such-option'] },
  { script: 'scripts/reset.ts', first: 'npm run reset ', wrong: ['--no-such-option'] },
  { script: 'scripts/faults/index.ts', first: 'npm run faults ', wrong: ['--no-such-option'] },
  { script: 'scripts/learn-match.ts', first: 'node scripts/learn-match.ts ', wrong: ['--no-such-option'] },
  {
    script: 'sandbox/channel/generate.ts',
    first: 'node sandbox/channel/generate.ts ',
    wrong: ['--no-such-option'],
  },
])('$script', ({ script, first, wrong }) => {
  test('--help says how it is used, and does nothing else', () => {
    const { status, stdout, stderr } = run(script, ...wrong.slice(0, -1), '--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.startsWith(first)).toBe(true);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  });

  test('an option that it does not have is one sentence, with the usage', () => {
    const { status, stdout, stderr } = run(script, ...wrong);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    const [sentence, usage] = stderr.split('\n');
    expect(sentence).toBe("Unknown option '--no-such-option'.");
    expect(usage?.startsWith(first)).toBe(true);
  });
});

test.each([
  [['bench/index.ts'], 'Say what to measure.'],
  [['bench/index.ts', 'constructor'], 'Nothing measures "constructor".'],
  [['bench/index.ts', 'cli', '--cases', '0'], '--cases is a whole number above 0.'],
  [['bench/index.ts', 'cli', '--chaos', 'some'], '--chaos is with, none or only.'],
  [['bench/index.ts', 'deals', '--set', 'no/such/folder'], '--set names no folder: no/such/folder.'],
  [['faults/index.ts', '--at', 'no-such-commit'], '--at names no commit: no-such-commit.'],
  [['faults/index.ts', '--file', 'no/such/file'], 'No fault is chosen.'],
])('%j is told in one sentence', ([script, ...args], sentence) => {
  const { status, stderr } = run(`scripts/${script}`, ...args);
  expect({ status, sentence: stderr.split('\n')[0] }).toEqual({ status: 2, sentence });
});
