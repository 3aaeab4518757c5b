import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SAMPLE_PARTS } from '../../scripts/sample-parts.ts';
import { compileCache } from '../../scripts/setup/compile-cache.ts';
import { PREFERRED_PORTS } from '../../scripts/setup/environment.ts';
import { withLock } from '../../scripts/setup/lock.mjs';
import { freePorts } from '../../scripts/setup/ports.ts';
import { readRuntime, savePorts } from '../../scripts/setup/state.ts';
import { endsWithRun, runFolder } from '../environment/run.ts';
import { temporalCli, workflowBundle } from '../environment/servers.ts';

const ROOT = join(import.meta.dirname, '../..');
const NODE = join(ROOT, 'node_modules/node/bin/node');

/** The longest that a test's hook waits for an installation, in milliseconds: another file may make the state that it copies. */
export const START_MS = 600_000;
const SAMPLE_MS = 360_000;

/** A whole installation of its own, with the sample channel taken through: what a reader of the docs has in front of them. */
export interface RunningInstance {
  /** Environment of a shell in which `quarterdeck` and `temporal` reach it. */
  shell: Record<string, string>;
  /** Environment of its processes. */
  environment: Record<string, string>;
  stop(): Promise<void>;
}

/**
 * `npm start` on a copy of the state folder of an installation that all of the sample has been taken through. That folder is made
 * once a run, because the sample takes half a minute of CPU.
 * @throws Error with what it said when it does not come up; then nothing is left running
 */
export async function startInstance(): Promise<RunningInstance> {
  const delivered = await deliveredState();
  const state = await newState();
  // With the owner of Postgres' files, which cpSync would not keep.
  await promisify(execFile)('cp', ['-Rp', `${delivered}/.`, state]);
  await givePorts(state);
  return startIn(state, {}, /Quarterdeck is running/);
}

/**
 * `npm start` on a new state folder, until the first part of the sample is in. The other parts are left out.
 * @param settings further variables of its environment
 * @throws Error with what it said when it does not come up; then nothing is left running
 */
export async function startFirstPart(settings: Record<string, string>): Promise<RunningInstance> {
  const state = await newState();
  const others = SAMPLE_PARTS.slice(1).map(({ id }) => [id, 'left out']);
  writeFileSync(join(state, 'sample-done.json'), JSON.stringify({ parts: Object.fromEntries(others) }));
  await givePorts(state);
  return startIn(state, settings, /deliveries taken.*Quarterdeck is running/s);
}

/** Of two test files that ask at the same time one makes it, and the other waits. */
async function deliveredState(): Promise<string> {
  const delivered = join(runFolder(), 'instance-delivered');
  const wait = { waits: () => undefined, signal: AbortSignal.timeout(SAMPLE_MS) };
  await withLock(join(runFolder(), 'instance-lock'), wait, async () => {
    if (existsSync(delivered)) return;
    const state = await newState();
    // Its claims take minutes, and no test that shares this instance asks for one.
    const claims = { claims: 'left out', more_claims: 'left out' };
    writeFileSync(join(state, 'sample-done.json'), JSON.stringify({ parts: claims }));
    await givePorts(state);
    const child = npmStart(state);
    await said(child, /all of it has arrived.*Quarterdeck is running/s).finally(() => ended(child));
    renameSync(state, delivered);
  });
  return delivered;
}

async function newState(): Promise<string> {
  // Asked first: it throws where no servers are to be started.
  temporalCli();
  return mkdtempSync(join(runFolder(), 'instance-'));
}

/** Two instances that start at the same time would both find the usual ports free. */
async function givePorts(state: string): Promise<void> {
  const names = Object.keys(PREFERRED_PORTS);
  const ports = await freePorts(names.length);
  savePorts(Object.fromEntries(names.map((name, index) => [name, ports[index] ?? 0])), state);
}

async function startIn(
  state: string,
  settings: Record<string, string>,
  ready: RegExp,
): Promise<RunningInstance> {
  const child = npmStart(state, settings);
  const stop = async () => {
    await ended(child);
    rmSync(state, { recursive: true, force: true });
  };
  try {
    await said(child, ready);
    const environment = readRuntime(state)?.environment ?? {};
    return { shell: shellOf(state, temporalCli(), environment), environment, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function npmStart(state: string, settings: Record<string, string> = {}): ChildProcess {
  const own = {
    QUARTERDECK_STATE: state,
    QUARTERDECK_LLM: 'none',
    QUARTERDECK_BUNDLE: workflowBundle().codePath,
  };
  return endsWithRun(
    spawn(NODE, [join(ROOT, 'scripts/start.ts')], {
      cwd: ROOT,
      env: { ...process.env, ...own, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
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
  return {
    ...{ PATH: path, HOME: state, QUARTERDECK_STATE: state, TEMPORAL_ADDRESS, TZ: 'Europe/Berlin' },
    ...compileCache(),
  };
}

/** Resolves when the child has said it; rejects with all that it said when it fails. */
function said(child: ChildProcess, what: RegExp): Promise<void> {
  let text = '';
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      text += chunk;
      if (what.test(text)) resolve();
      if (text.includes('did not run to its end')) reject(new Error(`the sample failed:\n${text}`));
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${text}`)));
    setTimeout(
      () => reject(new Error(`npm start was not ready within ${SAMPLE_MS / 1_000} s:\n${text}`)),
      SAMPLE_MS,
    ).unref();
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await exit;
}
