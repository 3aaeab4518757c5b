import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeOpenFolder } from './open-folder.ts';
import { endProcess, isAlive, type ProcessId, processId } from './process-id.ts';
import { sharedFolder } from './state.ts';

const PREFIX = 'test-run-';
/** What a killed run left holds nothing that is kept. */
const GRACE_MS = 3_000;

/**
 * Makes this run's folder, where even the user that runs Postgres can reach it. Whatever is launched from then on, by this process or one
 * that it starts, is noted there and ends with the run.
 */
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
  process.env.QUARTERDECK_PID_FOLDER = join(folder, 'pids');
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

/**
 * Ends every process noted in the folder that still runs, then removes the folder. All at once and until none is left,
 * because a supervisor among them starts its children again until it has ended itself.
 */
export async function removeRunFolder(folder: string): Promise<void> {
  for (let left = running(folder); left.length > 0; left = running(folder)) {
    await Promise.all(left.map((id) => endProcess(id, GRACE_MS)));
  }
  rmSync(folder, { recursive: true, force: true });
}

function running(folder: string): ProcessId[] {
  return list(join(folder, 'pids')).flatMap((name) => {
    // The Java wrapper leaves an empty file: a pid without a start time, which only counts while it is still a java.
    const id = read(join(folder, 'pids', name)) ?? javaProcess(Number(name));
    return id && isAlive(id) ? [id] : [];
  });
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
