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

/**
 * Asks a process to end with `first`, and after `graceMs` makes it with SIGKILL. Resolves when it is gone; throws when it
 * does not go at all (a process that hangs in the kernel).
 */
export async function endProcess(
  id: ProcessId,
  graceMs = 10_000,
  first: NodeJS.Signals = 'SIGTERM',
): Promise<void> {
  if (await goneAfter(id, first, graceMs)) return;
  if (await goneAfter(id, 'SIGKILL', 5_000)) return;
  throw new Error(`process ${id.pid} does not end: end it by hand`);
}

async function goneAfter(id: ProcessId, signal: NodeJS.Signals, waitMs: number): Promise<boolean> {
  if (!isAlive(id)) return true;
  try {
    process.kill(id.pid, signal);
  } catch {
    // It went between the two lines.
  }
  for (const end = Date.now() + waitMs; Date.now() < end; ) {
    if (!isAlive(id)) return true;
    await new Promise((done) => setTimeout(done, 30));
  }
  return !isAlive(id);
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
