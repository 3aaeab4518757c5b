import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess, isAlive, type ProcessId, processId } from '../../scripts/setup/process-id.ts';
import { sharedFolder } from '../../scripts/setup/state.ts';

const PREFIX = 'test-run-';

/**
 * Makes this run's folder, where even the user that runs Postgres can reach it, and clears what killed runs left:
 * first their processes, then their folders.
 */
export async function makeRunFolder(): Promise<string> {
  const shared = sharedFolder();
  mkdirSync(shared, { recursive: true });
  chmodSync(shared, 0o755);
  for (const name of readdirSync(shared).filter((one) => one.startsWith(PREFIX))) {
    const owner = read(join(shared, name, 'owner.json'));
    if (owner && isAlive(owner)) continue;
    await removeRunFolder(join(shared, name));
  }
  const folder = join(shared, `${PREFIX}${process.pid}-${Date.now().toString(36)}`);
  mkdirSync(join(folder, 'pids'), { recursive: true });
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'owner.json'), JSON.stringify(processId(process.pid)));
  return folder;
}

/** Notes a process that must not outlive the run. */
export function noteProcess(folder: string, id: ProcessId): void {
  writeFileSync(join(folder, 'pids', String(id.pid)), JSON.stringify(id));
}

/** Ends every process noted in the folder that still runs, then removes the folder. */
export async function removeRunFolder(folder: string): Promise<void> {
  for (const name of list(join(folder, 'pids'))) {
    // The Java wrapper leaves an empty file: a pid without a start time, which only counts while it is still a java.
    const id = read(join(folder, 'pids', name)) ?? javaProcess(Number(name));
    if (id) await endProcess(id, 3_000);
  }
  rmSync(folder, { recursive: true, force: true });
}

function javaProcess(pid: number): ProcessId | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return line.includes('TestServer') ? processId(pid) : undefined;
  } catch {
    return undefined;
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(path: string): ProcessId | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessId;
  } catch {
    return undefined;
  }
}
