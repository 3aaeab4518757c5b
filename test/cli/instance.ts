import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PREFERRED_PORTS } from '../../scripts/setup/environment.ts';
import { freePorts } from '../../scripts/setup/ports.ts';
import { readRuntime, savePorts } from '../../scripts/setup/state.ts';
import { endsWithRun, runFolder } from '../environment/run.ts';
import { temporalCli } from '../environment/servers.ts';

const ROOT = join(import.meta.dirname, '../..');
const NODE = join(ROOT, 'node_modules/node/bin/node');

/** A whole installation of its own, with the sample channel taken through: what a reader of the docs has in front of them. */
export interface RunningInstance {
  /** Environment of a shell in which `quarterdeck` and `temporal` reach it. */
  shell: Record<string, string>;
  /** Environment of its processes. */
  environment: Record<string, string>;
  stop(): Promise<void>;
}

/**
 * `npm start` on a new state folder, until all of the sample is in.
 * @param settings further variables of its environment
 * @throws Error with what it said when it does not come up; then nothing is left running
 */
export async function startInstance(settings: Record<string, string> = {}): Promise<RunningInstance> {
  // Asked first: it throws where no servers are to be started.
  const temporal = temporalCli();
  const state = mkdtempSync(join(runFolder(), 'instance-'));
  // Two test files start at the same time: both would find the usual ports free.
  const names = Object.keys(PREFERRED_PORTS);
  const ports = await freePorts(names.length);
  savePorts(Object.fromEntries(names.map((name, index) => [name, ports[index] ?? 0])), state);
  const child = endsWithRun(
    spawn(NODE, [join(ROOT, 'scripts/start.ts')], {
      cwd: ROOT,
      env: { ...process.env, QUARTERDECK_STATE: state, QUARTERDECK_LLM: 'none', ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
  const stop = async () => {
    await ended(child);
    rmSync(state, { recursive: true, force: true });
  };
  try {
    await saidRunning(child);
    const environment = readRuntime(state)?.environment ?? {};
    return { shell: shellOf(state, temporal, environment), environment, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Environment of a shell in which both commands are on the PATH. */
function shellOf(state: string, temporal: string, environment: Record<string, string>) {
  const bin = join(state, 'bin');
  mkdirSync(bin);
  symlinkSync(temporal, join(bin, 'temporal'));
  const launcher = `#!/bin/sh\nexec "${NODE}" "${join(ROOT, 'quarterdeck.mjs')}" "$@"\n`;
  writeFileSync(join(bin, 'quarterdeck'), launcher, { mode: 0o755 });
  const path = `${bin}:${join(ROOT, 'node_modules/.bin')}:${process.env.PATH}`;
  const { TEMPORAL_ADDRESS = '' } = environment;
  return { PATH: path, HOME: state, QUARTERDECK_STATE: state, TEMPORAL_ADDRESS, TZ: 'Europe/Berlin' };
}

function saidRunning(child: ChildProcess): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk;
      if (/all of it has arrived.*Quarterdeck is running/s.test(said)) resolve();
      if (said.includes('did not run to its end')) reject(new Error(`the sample failed:\n${said}`));
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${said}`)));
    setTimeout(
      () => reject(new Error(`npm start was not ready within 3 minutes:\n${said}`)),
      180_000,
    ).unref();
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await exit;
}
