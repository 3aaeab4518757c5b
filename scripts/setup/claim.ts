import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isAlive, type ProcessId, processId } from './process-id.ts';

/** Either this process has it until `release`, or another living process has it. */
export type Claim = { release: () => void; holder?: never } | { release?: never; holder: ProcessId };

/**
 * Claims `path` for this process, so that of all processes that try at the same moment exactly one gets it. A claim whose
 * owner is gone counts for nothing.
 *
 * A claim is a folder that holds one file, named for its owner. A folder can be renamed onto an empty folder only, so
 * one process wins; and the file of an owner that is gone is removed by its name, so nobody removes a living one's.
 */
export function claim(path: string): Claim {
  const me = nameOf(processId(process.pid));
  const draft = `${path}.${process.pid}.tmp`;
  mkdirSync(dirname(path), { recursive: true });
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft);
  try {
    writeFileSync(join(draft, me), '');
    for (;;) {
      if (renamedOntoEmpty(draft, path)) return { release: () => release(path, me) };
      for (const name of namesIn(path)) {
        const holder = processOf(name);
        if (isAlive(holder)) return { holder };
        rmSync(join(path, name), { force: true });
      }
    }
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function release(path: string, name: string): void {
  rmSync(join(path, name), { force: true });
  try {
    rmdirSync(path);
  } catch {
    // Another process has claimed it already.
  }
}

function renamedOntoEmpty(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    // Cleared a moment ago.
    return [];
  }
}

function nameOf({ pid, started }: ProcessId): string {
  return started === undefined ? `${pid}` : `${pid}.${encodeURIComponent(started)}`;
}

function processOf(name: string): ProcessId {
  const [pid, started] = name.split('.');
  return {
    pid: Number(pid),
    ...(started === undefined ? {} : { started: decodeURIComponent(started) }),
  };
}
