import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { BUNDLED } from '../../workers/bundled.ts';
import { PREFERRED_PORTS } from '../setup/environment.ts';
import { endOrphans } from '../setup/orphans.ts';
import { freePorts } from '../setup/ports.ts';
import { isAlive } from '../setup/process-id.ts';
import { type Instance, startInstance } from '../setup/start-instance.ts';
import { readRuntime, savePorts, sharedFolder } from '../setup/state.ts';
import type { Pauses } from '../setup/supervisor.ts';

const PREFIX = 'bench-';

/** An instance of its own for one measurement. */
export interface Workplace extends Instance {
  state: string;
  /** Aborted by Ctrl-C. */
  ending: AbortSignal;
}

/**
 * Starts a whole instance in a new state folder on free ports, so that it never meets one that is running, and clears
 * everything afterwards: also after a failure or Ctrl-C. What a killed bench has left is cleared first.
 */
export async function inWorkplace<T>(
  say: (line: string) => void,
  pauses: Pauses,
  work: (place: Workplace) => Promise<T>,
): Promise<T> {
  await clearDead();
  const state = mkdtempSync(join(sharedFolder(), PREFIX));
  forgetOwnInstallation(state);
  const names = Object.keys(PREFERRED_PORTS);
  const ports = await freePorts(names.length);
  savePorts(Object.fromEntries(names.map((name, index) => [name, ports[index] as number])), state);
  const stop = new AbortController();
  const end = () => stop.abort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  let instance: Instance | undefined;
  try {
    process.env.QUARTERDECK_BUNDLE = await bundle(state);
    instance = await startInstance(state, say, stop.signal, pauses);
    // From here on this process is a client of the new instance, as the command line would be.
    Object.assign(process.env, instance.environment);
    const working = work({ ...instance, state, ending: stop.signal });
    // After Ctrl-C whatever is under way fails by itself once its servers are gone.
    working.catch(() => undefined);
    return await Promise.race([working, aborted(stop.signal)]);
  } finally {
    await instance?.stop();
    rmSync(state, { recursive: true, force: true });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, end);
  }
}

/** As production does; a worker that is killed and started again must not bundle each time. */
async function bundle(state: string): Promise<string> {
  const path = join(state, 'workflow-bundle.js');
  const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn: console.error, error: console.error };
  const { code } = await bundleWorkflowCode({ ...BUNDLED, logger: quiet });
  writeFileSync(path, code);
  return path;
}

async function clearDead(): Promise<void> {
  const shared = sharedFolder();
  mkdirSync(shared, { recursive: true });
  for (const name of readdirSync(shared).filter((one) => one.startsWith(PREFIX))) {
    const state = join(shared, name);
    const runtime = readRuntime(state);
    if (!runtime || isAlive(runtime.supervisor)) continue;
    await endOrphans(state);
    rmSync(state, { recursive: true, force: true });
  }
}

/** A bench writes thousands of records: settings of a real installation in the caller's environment must not reach it. */
function forgetOwnInstallation(state: string): void {
  for (const name of Object.keys(process.env))
    if (/^(QUARTERDECK|TEMPORAL|DATABASE)_/.test(name)) delete process.env[name];
  process.env.TEMPORAL_CONFIG_FILE = join(state, 'no-temporal.toml');
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('stopped before the end')), { once: true });
  });
}
