import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  CLONE,
  ownStateFolder,
  sampleStateFolder,
  sharedFolder,
  stateFolder,
} from '../../installation/state.mjs';
import { type Claim, claim } from './claim.mjs';
import { makeOpenFolder } from './open-folder.ts';
import { portAnswers } from './ports.ts';
import { isAlive, type ProcessId } from './process-id.ts';

export { CLONE, ownStateFolder, sampleStateFolder, sharedFolder, stateFolder };

/** Inside the state folder: claimed by the process that runs or clears the installation. */
const LOCK = 'lock';

/** What a running instance tells everybody else; kept as `runtime.json`, readable by its owner only. */
export interface Runtime {
  schemaVersion: 1;
  startedAt: string;
  /** The supervisor. */
  supervisor: ProcessId;
  /** Every child by name, so that the next start can end what a killed supervisor left behind. */
  children: Record<string, ProcessId>;
  /** Port by name, as in environment.ts. */
  ports: Record<string, number>;
  urls: Record<string, string>;
  /** The QUARTERDECK_*, TEMPORAL_* and DATABASE_URL variables with which a client reaches this instance. */
  environment: Record<string, string>;
}

/**
 * Makes the state folder: nobody but its owner may list it; root's can be entered, because Postgres' own folder inside
 * it belongs to the user `postgres`.
 */
export function makeStateFolder(folder = stateFolder()): void {
  const root = process.getuid?.() === 0;
  if (root) makeOpenFolder(folder);
  else mkdirSync(folder, { recursive: true });
  chmodSync(folder, root ? 0o711 : 0o700);
}

/** Claims the state folder for this process: of all that start or clear an installation, one at a time has it. */
export function claimState(folder = stateFolder()): Claim {
  makeStateFolder(folder);
  return claim(join(folder, LOCK));
}

/** Deletes everything in the state folder; the caller's claim goes last. */
export function clearState(folder = stateFolder()): void {
  for (const name of readdirSync(folder).filter((one) => one !== LOCK)) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
}

/** Makes a folder inside the state folder and returns its path. */
export function stateSubfolder(name: string, folder = stateFolder()): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
}

/** What is kept about the last instance, or undefined. */
export function readRuntime(folder = stateFolder()): Runtime | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'runtime.json'), 'utf8')) as Runtime;
  } catch {
    return undefined;
  }
}

/** Replaces runtime.json in one step, so that a reader never sees half of it. */
export function writeRuntime(runtime: Runtime, folder = stateFolder()): void {
  mkdirSync(folder, { recursive: true });
  writeSecretFile(join(folder, 'runtime.json'), `${JSON.stringify(runtime, null, 2)}\n`);
}

/** The ports of the last run, kept when the instance is forgotten so that links stay true. */
export function readPorts(folder = stateFolder()): Record<string, number> {
  try {
    return JSON.parse(readFileSync(join(folder, 'ports.json'), 'utf8')) as Record<string, number>;
  } catch {
    return {};
  }
}

/** Keeps the ports for the next run. */
export function savePorts(ports: Record<string, number>, folder = stateFolder()): void {
  mkdirSync(folder, { recursive: true });
  writeSecretFile(join(folder, 'ports.json'), `${JSON.stringify(ports)}\n`);
}

/** Forgets the instance; its data stay. */
export function removeRuntime(folder = stateFolder()): void {
  rmSync(join(folder, 'runtime.json'), { force: true });
}

/** The instance that is running now, and whether it answers already; undefined when its supervisor is gone. */
export async function runningInstance(
  folder = stateFolder(),
): Promise<{ runtime: Runtime; ready: boolean } | undefined> {
  const runtime = readRuntime(folder);
  if (!runtime || !isAlive(runtime.supervisor)) return undefined;
  const port = runtime.ports.http ?? runtime.ports.temporal;
  return { runtime, ready: port !== undefined && (await portAnswers(port)) };
}

/** A password made once and kept in the state folder under `secrets/`, readable by its owner only. */
export function keptSecret(name: string, folder = stateFolder()): string {
  return kept(name, folder, () => randomBytes(24).toString('base64url'));
}

/** A key of 32 random bytes in base64, kept as a password is. */
export function keptKey(name: string, folder = stateFolder()): string {
  return kept(name, folder, () => randomBytes(32).toString('base64'));
}

function kept(name: string, folder: string, make: () => string): string {
  const path = join(stateSubfolder('secrets', folder), name);
  if (!existsSync(path)) writeSecretFile(path, make());
  return readFileSync(path, 'utf8').trim();
}

function writeSecretFile(path: string, text: string): void {
  const next = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(next, text, { mode: 0o600 });
    chmodSync(next, 0o600);
    renameSync(next, path);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}
