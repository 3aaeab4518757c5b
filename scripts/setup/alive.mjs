import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A process that can be recognised later: pids are reused, a pid with its start time is not. `started` is opaque, and
 * undefined where the system does not say.
 * @typedef {{ pid: number, started?: string }} ProcessId
 */

/**
 * Describes a running process.
 * @param {number} pid
 * @returns {ProcessId}
 */
export function processId(pid) {
  const started = startTime(pid);
  return started === undefined ? { pid } : { pid, started };
}

/**
 * True when exactly this process still runs (a zombie does not count).
 * @param {ProcessId} id
 */
export function isAlive(id) {
  try {
    process.kill(id.pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return false;
  }
  const started = startTime(id.pid);
  return started !== undefined && (id.started === undefined || id.started === started);
}

/**
 * @param {number} pid
 * @returns {string | undefined}
 */
function startTime(pid) {
  try {
    if (process.platform === 'linux') {
      // After the command's closing bracket: state is field 3, the start time in clock ticks field 22.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      return fields[0] === 'Z' ? undefined : fields[19];
    }
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
  } catch {
    return undefined;
  }
}
