import { isAlive, type ProcessId } from './alive.mjs';

export { isAlive, type ProcessId, processId } from './alive.mjs';

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
