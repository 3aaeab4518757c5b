import { endProcess, isAlive } from './process-id.ts';
import { readRuntime, removeRuntime } from './state.ts';

/**
 * Ends what a killed supervisor left running, recognised by pid and start time, last started first. Returns the names.
 * Does nothing while the supervisor lives.
 */
export async function endOrphans(state: string): Promise<string[]> {
  const runtime = readRuntime(state);
  if (!runtime || isAlive(runtime.supervisor)) return [];
  const left = Object.entries(runtime.children).filter(([, id]) => isAlive(id));
  for (const [name, id] of left.reverse()) {
    await endProcess(id, 15_000, name === 'postgres' ? 'SIGINT' : 'SIGTERM');
  }
  removeRuntime(state);
  return left.map(([name]) => name);
}
