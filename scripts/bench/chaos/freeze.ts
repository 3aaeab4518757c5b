import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../../setup/process-id.ts';
import { readRuntime } from '../../setup/state.ts';
import type { Target } from '../monkey.ts';
import { withDescendants } from './processes.ts';

/** Stops a process with all that it has started, and lets it go on later. False when it was not there. */
export async function freeze(state: string, target: Target, forMs: number): Promise<boolean> {
  const id = readRuntime(state)?.children[target];
  if (!id || !isAlive(id)) return false;
  const pids = withDescendants(id.pid);
  for (const pid of pids) send(pid, 'SIGSTOP');
  await sleep(forMs);
  for (const pid of pids) send(pid, 'SIGCONT');
  return true;
}

/** One that was killed meanwhile is gone. */
function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // gone
  }
}
