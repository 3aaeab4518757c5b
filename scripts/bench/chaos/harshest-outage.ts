import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../../setup/process-id.ts';
import { readRuntime } from '../../setup/state.ts';
import type { Target } from '../monkey.ts';
import type { Workplace } from '../workplace.ts';

const FOR_MS = 20_000;
const GIVE_UP_MS = 120_000;

/** Seconds from the last kill of Postgres until a process said that it does its work. */
export interface Back {
  worker: number;
  server: number;
}

/** Kills Postgres whenever it is there for 20 seconds, and worker and server in the midst of it; then waits until both are back. */
export async function harshestOutage({ state, environment, ending }: Workplace): Promise<Back> {
  const end = Date.now() + FOR_MS;
  const others: Target[] = ['worker', 'server'];
  while (Date.now() < end) {
    kill(state, 'postgres');
    if (end - Date.now() < FOR_MS / 2) for (const other of others.splice(0)) kill(state, other);
    await sleep(50, undefined, { signal: ending });
  }
  const from = Date.now();
  kill(state, 'postgres');
  const [worker, server] = await Promise.all([
    secondsUntil(`http://127.0.0.1:${environment.QUARTERDECK_WORKER_PORT}/healthz`, from, ending),
    secondsUntil(`${environment.QUARTERDECK_URL}/readyz`, from, ending),
  ]);
  return { worker, server };
}

function kill(state: string, target: Target): void {
  const id = readRuntime(state)?.children[target];
  if (id && isAlive(id)) process.kill(id.pid, 'SIGKILL');
}

async function secondsUntil(url: string, from: number, ending: AbortSignal): Promise<number> {
  while (Date.now() - from < GIVE_UP_MS) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
    if (answer?.ok) break;
    await sleep(50, undefined, { signal: ending });
  }
  return (Date.now() - from) / 1_000;
}
