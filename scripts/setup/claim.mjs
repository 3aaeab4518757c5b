import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isAlive, processId } from './alive.mjs';

/**
 * Either this process has it until `release`, or another living process has it. After `add` the claim counts as long as that
 * process runs, too: a child that may outlive this one.
 * @typedef {import('./alive.mjs').ProcessId} ProcessId
 * @typedef {{ release: () => void, add: (pid: number) => void, holder?: never }
 *   | { release?: never, add?: never, holder: ProcessId }} Claim
 */

/**
 * Claims `path` for this process, so that of all processes that try at the same moment exactly one gets it. A claim whose
 * owners are gone counts for nothing.
 *
 * A claim is a folder that holds a file for each owner, named for it. A folder can be renamed onto an empty folder only, so
 * one process wins; and the file of an owner that is gone is removed by its name, so nobody removes a living one's.
 * @param {string} path
 * @returns {Claim}
 */
export function claim(path) {
  const names = [nameOf(processId(process.pid))];
  const draft = `${path}.${process.pid}.tmp`;
  mkdirSync(dirname(path), { recursive: true });
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft);
  try {
    writeFileSync(join(draft, /** @type {string} */ (names[0])), '');
    for (;;) {
      if (renamedOntoEmpty(draft, path)) {
        return {
          release: () => release(path, names),
          add: (pid) => {
            const name = nameOf(processId(pid));
            names.push(name);
            writeFileSync(join(path, name), '');
          },
        };
      }
      for (const name of namesIn(path)) {
        const holder = processOf(name);
        if (isAlive(holder)) return { holder };
        rmSync(join(path, name), { force: true });
      }
    }
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/**
 * @param {string} path
 * @param {string[]} names
 */
function release(path, names) {
  for (const name of names) rmSync(join(path, name), { force: true });
  try {
    rmdirSync(path);
  } catch {
    // Another process has claimed it already.
  }
}

/**
 * @param {string} from
 * @param {string} to
 */
function renamedOntoEmpty(from, to) {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    const { code = '' } = /** @type {NodeJS.ErrnoException} */ (error);
    if (['ENOTEMPTY', 'EEXIST'].includes(code)) return false;
    throw error;
  }
}

/** @param {string} path */
function namesIn(path) {
  try {
    return readdirSync(path);
  } catch {
    // Cleared a moment ago.
    return [];
  }
}

/** @param {ProcessId} id */
function nameOf({ pid, started }) {
  return started === undefined ? `${pid}` : `${pid}.${encodeURIComponent(started)}`;
}

/**
 * @param {string} name
 * @returns {ProcessId}
 */
function processOf(name) {
  const [pid, started] = name.split('.');
  return {
    pid: Number(pid),
    ...(started === undefined ? {} : { started: decodeURIComponent(started) }),
  };
}
