import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { type CliRun, cliEnvironment, NODE, ROOT } from './cli-process.ts';

export type { CliRun };

/** By environment, because a process reads its own only once. */
const hosts = new Map<string, ChildProcess>();
let last: Promise<unknown> = Promise.resolve();
afterAll(() => {
  for (const host of hosts.values()) host.kill();
});

/**
 * Runs the command on the pinned Node, in a process that stays for the test file's next command with this environment, because its
 * start is most of what a command costs. One runs at a time. runCliProcess() has a process of its own.
 * @param env what the command finds in its environment besides PATH
 */
export function runCli(
  args: readonly string[],
  env: Record<string, string> = {},
  input = '',
): Promise<CliRun> {
  const run = last.then(() => runInHost(args, cliEnvironment(env), input));
  last = run.catch(() => undefined);
  return run;
}

function runInHost(args: readonly string[], env: Record<string, string>, input: string): Promise<CliRun> {
  const key = JSON.stringify(env);
  const host = hosts.get(key) ?? startHost(env);
  hosts.set(key, host);
  return new Promise((resolve, reject) => {
    const gone = (code: number | null) => {
      hosts.delete(key);
      reject(new Error(`the process ended with ${code} in quarterdeck ${args.join(' ')}`));
    };
    host.once('exit', gone).once('message', (run) => {
      host.off('exit', gone);
      resolve(run as CliRun);
    });
    host.send({ args, input });
  });
}

function startHost(env: Record<string, string>): ChildProcess {
  const [node, ...flags] = NODE;
  return spawn(node, [...flags, join(import.meta.dirname, 'cli-host.ts')], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}
