import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { compileCache } from '../../scripts/setup/compile-cache.ts';

export const ROOT = join(import.meta.dirname, '../..');
/** The pinned Node, with the flags of the `quarterdeck` command. */
export const NODE = [
  join(ROOT, 'node_modules/node/bin/node'),
  '--disable-warning=ExperimentalWarning',
] as const;

export interface CliRun {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A command of a development installation lives on the day of the test (test/environment/machine-clock.ts). */
function clockOf(env: Record<string, string>): Record<string, string> {
  const seconds = Number(process.env.QD_TEST_OFFSET_MS ?? 0) / 1_000;
  if (seconds === 0 || env.QUARTERDECK_ENVIRONMENT !== 'development') return {};
  return { QUARTERDECK_CLOCK_OFFSET: `${seconds < 0 ? '-' : ''}PT${Math.abs(seconds)}S` };
}

/** Nothing of this environment but PATH and what is given: a running instance of the developer must not be reached. */
export function cliEnvironment(env: Record<string, string>): Record<string, string> {
  return { PATH: process.env.PATH ?? '', TZ: 'Europe/Berlin', ...compileCache(), ...clockOf(env), ...env };
}

/** Runs the command as a process of its own: for what a process does, such as its exit code and what it loads. Else runCli(). */
export function runCliProcess(
  args: readonly string[],
  env: Record<string, string> = {},
  input = '',
): Promise<CliRun> {
  const [node, ...flags] = NODE;
  const child = spawn(node, [...flags, join(ROOT, 'cli/index.ts'), ...args], {
    cwd: ROOT,
    env: cliEnvironment(env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(input);
  const run: CliRun = { code: null, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    run.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    run.stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ ...run, code }));
  });
}
