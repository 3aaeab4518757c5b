import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeOpenFolder } from './open-folder.ts';
import { endProcess, isAlive, type ProcessId, processId } from './process-id.ts';
import { sharedFolder } from './state.ts';

const PREFIX = 'test-run-';

/** Makes this run's folder, where even the user that runs Postgres can reach it. */
export async function makeRunFolder(): Promise<string> {
  await removeDeadRuns();
  const shared = sharedFolder();
  makeOpenFolder(shared);
  const name = `${process.pid}-${Date.now().toString(36)}`;
  // Under another name until its owner is noted: a run that starts at the same time must not take it for a dead one.
  const draft = join(shared, `new-${name}`);
  mkdirSync(join(draft, 'pids'), { recursive: true });
  chmodSync(draft, 0o755);
  writeFileSync(join(draft, 'owner.json'), JSON.stringify(processId(process.pid)));
  const folder = join(shared, `${PREFIX}${name}`);
  renameSync(draft, folder);
  return folder;
}

/** Clears what killed runs left: first their processes, then their folders. */
export async function removeDeadRuns(): Promise<void> {
  const shared = sharedFolder();
  for (const name of list(shared).filter((one) => one.startsWith(PREFIX))) {
    const owner = read(join(shared, name, 'owner.json'));
    if (!owner || !isAlive(owner)) await removeRunFolder(join(shared, name));
  }
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
