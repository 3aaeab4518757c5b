import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone that this file belongs to. JavaScript, because it is needed before the pinned Node is installed. */
export const CLONE = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Where everything that outlives a run is kept: `QUARTERDECK_STATE`, else one of two folders per clone outside the clone: the one of
 * one's own data once `quarterdeck init` has made it, before that the one of the sample. Root's are under /var/lib, because the user
 * that runs Postgres must reach them and cannot enter root's home.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function stateFolder(env = process.env) {
  if (env.QUARTERDECK_STATE) return resolve(env.QUARTERDECK_STATE);
  const own = ownStateFolder(env);
  return existsSync(join(own, 'settings.json')) ? own : sampleStateFolder(env);
}

/**
 * The state folder of the sample channel.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function sampleStateFolder(env = process.env) {
  const clone = `${basename(CLONE)}-${createHash('sha256').update(CLONE).digest('hex').slice(0, 12)}`;
  return join(sharedFolder(env), clone);
}

/**
 * The state folder of one's own data. It is another one than the sample's: neither holds anything of the other.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function ownStateFolder(env = process.env) {
  return env.QUARTERDECK_STATE ? resolve(env.QUARTERDECK_STATE) : `${sampleStateFolder(env)}-own`;
}

/**
 * The folder that holds the state folders of all clones and what they share (Postgres' binaries for root):
 * `QUARTERDECK_SHARED`, else one of this user's.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function sharedFolder(env = process.env) {
  if (env.QUARTERDECK_SHARED) return resolve(env.QUARTERDECK_SHARED);
  if (process.getuid?.() === 0) return '/var/lib/quarterdeck';
  return join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'quarterdeck');
}

/**
 * A folder of this user's for what can be made again: `XDG_CACHE_HOME`, else `~/.cache`. It need not exist.
 * @param {string[]} names below `quarterdeck`
 */
export function cacheFolder(...names) {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'quarterdeck', ...names);
}
