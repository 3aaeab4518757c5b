import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { readRuntime } from '../../setup/state.ts';
import { withDescendants } from './processes.ts';

const run = promisify(execFile);
const UNLIMITED = 'unlimited';

/**
 * Lets nothing of an instance write to any file for a while, with the limit on the size of files (RLIMIT_FSIZE): what a full disk
 * answers with ENOSPC is then EFBIG, which needs neither root nor a disk of its own. It holds for the supervisor, which is this
 * process, and for all that it starts meanwhile, but not for the vendors, whose disks are elsewhere.
 * @returns false where the system has no prlimit
 */
export async function fullDisk(state: string, forMs: number): Promise<boolean> {
  if (!(await limitAll(state, '0'))) return false;
  await sleep(forMs);
  await limitAll(state, UNLIMITED);
  // What was started while the limits were lifted one by one.
  await limitAll(state, UNLIMITED);
  return true;
}

async function limitAll(state: string, soft: string): Promise<boolean> {
  const vendors = soft === UNLIMITED ? undefined : readRuntime(state)?.children.sandbox;
  const spared = new Set(vendors ? withDescendants(vendors.pid) : []);
  const pids = withDescendants(process.pid).filter((pid) => !spared.has(pid));
  const [own] = await Promise.all(pids.map((pid) => limit(pid, soft)));
  return own as boolean;
}

/** The hard limit stays, so that anybody may lift the soft one again. */
async function limit(pid: number, soft: string): Promise<boolean> {
  try {
    await run('prlimit', ['--pid', String(pid), `--fsize=${soft}:`]);
    return true;
  } catch {
    return false;
  }
}
