import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

const GRACE_MS = 5_000;
const GONE_MS = 2_000;
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
  const ended = new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('close', (code) => resolve(code ?? 1));
    // What it has started may hold its output open and live on.
    child.once('exit', (code) => {
      if (options.signal.aborted) resolve(code ?? 1);
    });
  });
  return ended.then(async (code) => {
    clearTimeout(grace);
    options.signal.removeEventListener('abort', end);
    if (options.signal.aborted) await endGroup(child.pid);
    process.off('exit', killNow);
    return { code: /** @type {number} */ (code), lastLines: kept.join('\n') };
  });
}

/**
 * Kills what is left of a group and waits until it is gone.
 * @param {number | undefined} pid
 */
async function endGroup(pid) {
  // Bounded, because the dead may stay in the group where nobody collects them, as in some containers.
  for (const until = Date.now() + GONE_MS; killGroup(pid, 'SIGKILL') && Date.now() < until; ) {
    await pause(20);
  }
}

/**
 * False when nothing of the group is left.
 * @param {number | undefined} pid
 * @param {NodeJS.Signals} signal
 */
function killGroup(pid, signal) {
  if (pid === undefined) return false;
  try {
    return process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    return false;
  }
}
