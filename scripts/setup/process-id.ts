import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process that can be recognised later: pids are reused, a pid with its start time is not. */
export interface ProcessId {
  pid: number;
  /** Opaque; undefined where the system does not say. */
  started?: string;
}

/** Describes a running process. */
export function processId(pid: number): ProcessId {
  const started = startTime(pid);
  return started === undefined ? { pid } : { pid, started };
}

/** True when exactly this process still runs (a zombie does not count). */
export function isAlive(id: ProcessId): boolean {
  try {
    process.kill(id.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const started = startTime(id.pid);
  return started !== undefined && (id.started === undefined || id.started === started);
}

/** Asks a process to end, then makes it: SIGTERM (or `first`), after `graceMs` SIGKILL. Resolves when it is gone. */
export async function endProcess(
  id: ProcessId,
  graceMs = 10_000,
  first: NodeJS.Signals = 'SIGTERM',
): Promise<void> {
  let signal: NodeJS.Signals = first;
  let end = Date.now() + graceMs;
  while (isAlive(id)) {
    if (signal !== 'SIGKILL' || Date.now() > end) {
      try {
        process.kill(id.pid, signal);
      } catch {
        return;
      }
    }
    while (isAlive(id) && Date.now() < end) await new Promise((done) => setTimeout(done, 30));
    if (signal === 'SIGKILL' && isAlive(id))
      throw new Error(`process ${id.pid} does not end: end it by hand`);
    signal = 'SIGKILL';
    end = Date.now() + 5_000;
  }
}

function startTime(pid: number): string | undefined {
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
