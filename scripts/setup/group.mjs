import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const GRACE_MS = 5_000;
const LINES_KEPT = 8;

/**
 * Runs a program to its end in a process group of its own, so that whatever it starts ends with it: when `signal` aborts,
 * and when this process exits.
 * @param {string} file
 * @param {string[]} args
 * @param {object} options
 * @param {string} [options.cwd]
 * @param {Record<string, string>} [options.env] added to this process' environment
 * @param {AbortSignal} options.signal
 * @param {NodeJS.Signals} [options.firstSignal] SIGTERM unless told; SIGKILL follows after 5 s
 * @param {(pid: number) => void} [options.started]
 * @param {(line: string) => void} [options.line] gets every line that it prints
 * @returns {Promise<{ code: number, lastLines: string }>} 127 when it cannot be run
 */
export function runGroup(file, args, options) {
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const kill = (/** @type {NodeJS.Signals} */ signal) => killGroup(child.pid, signal);
  const killNow = () => kill('SIGKILL');
  process.once('exit', killNow);
  /** @type {NodeJS.Timeout | undefined} */
  let grace;
  const end = () => {
    kill(options.firstSignal ?? 'SIGTERM');
    grace = setTimeout(killNow, GRACE_MS);
  };
  /** @type {string[]} */
  const kept = [];
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', (line) => {
      options.line?.(line);
      kept.push(line);
      if (kept.length > LINES_KEPT) kept.shift();
    });
  }
  if (child.pid !== undefined) options.started?.(child.pid);
  if (options.signal.aborted) end();
  else options.signal.addEventListener('abort', end, { once: true });
  return new Promise((resolve) => {
    const done = (/** @type {number} */ code) => {
      clearTimeout(grace);
      options.signal.removeEventListener('abort', end);
      process.off('exit', killNow);
      // What it started may have outlived it.
      if (options.signal.aborted) killNow();
      resolve({ code, lastLines: kept.join('\n') });
    };
    child.once('error', () => done(127));
    child.once('exit', (code) => {
      if (options.signal.aborted) done(code ?? 1);
    });
    child.once('close', (code) => done(code ?? 1));
  });
}

/**
 * @param {number | undefined} pid
 * @param {NodeJS.Signals} signal
 */
function killGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It has ended.
  }
}
