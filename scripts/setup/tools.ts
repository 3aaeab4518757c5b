import { spawn } from 'node:child_process';

/** Tells the person at the terminal what is going on, one line at a time. */
export type Say = (line: string) => void;

/**
 * Runs a program to its end and returns what it printed (stdout and stderr together). Throws with its last lines when
 * it fails or takes longer than `timeoutMs`.
 */
export function run(
  file: string,
  args: string[],
  options: {
    cwd?: string;
    env?: Record<string, string>;
    timeoutMs?: number;
    uid?: number;
    gid?: number;
  } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.uid === undefined ? {} : { uid: options.uid }),
      ...(options.gid === undefined ? {} : { gid: options.gid }),
      ...(options.timeoutMs === undefined
        ? {}
        : { timeout: options.timeoutMs, killSignal: 'SIGKILL' as const }),
    });
    // A build of minutes must not outlive us.
    const end = () => child.kill();
    process.once('exit', end);
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.once('error', (error) => reject(new Error(`${file} cannot be run: ${error.message}`)));
    child.once('close', (code, signal) => {
      process.off('exit', end);
      if (code === 0) return resolve(output);
      const tail = output.trim().split('\n').slice(-8).join('\n');
      reject(new Error(`${file} ${args[0] ?? ''} failed (${signal ?? `exit ${code}`}): ${tail}`));
    });
  });
}

/** Runs `work`, saying every `everyMs` that it still goes on. */
export async function withProgress<T>(
  say: Say,
  what: string,
  work: () => Promise<T>,
  everyMs = 20_000,
): Promise<T> {
  const began = Date.now();
  const ticking = setInterval(() => {
    say(`  ${what}: ${Math.round((Date.now() - began) / 1000)} s so far …`);
  }, everyMs);
  try {
    return await work();
  } finally {
    clearInterval(ticking);
  }
}
