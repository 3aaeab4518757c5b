import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * Where downloaded and compiled tools are kept, shared by all clones: a folder in `XDG_CACHE_HOME`, else in ~/.cache.
 * @param {string[]} names of folders inside it
 */
export function cachePath(...names) {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'quarterdeck', ...names);
}

/**
 * The same, made if it is not there.
 * @param {string[]} names of folders inside it
 */
export function cacheFolder(...names) {
  const folder = cachePath(...names);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * The path of a program on the PATH, or undefined.
 * @param {string} program
 */
export function onPath(program) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, program);
    if (folder !== '' && executable(path)) return path;
  }
  return undefined;
}

/**
 * True when the file is there and may be run.
 * @param {string} path
 */
export function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
