import { existsSync, lstatSync, mkdtempSync, rmdirSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A folder that will be written to: what for, how many bytes, and the environment variable that moves it.
 * @typedef {{ folder: string, what: string, bytes: number, variable?: string }} Need
 */

/**
 * One sentence when a folder cannot be written to or a file system has too little space, otherwise undefined. Folders that
 * are not there yet count as the nearest one above them.
 * @param {Need[]} needs
 * @returns {string | undefined}
 */
export function folderTrouble(needs) {
  return unwritable(needs) ?? tooFull(needs);
}

/** @param {Need[]} needs */
function unwritable(needs) {
  const closed = needs.flatMap((need) => {
    const reason = whyUnwritable(nearest(need.folder));
    return reason ? [{ ...need, reason }] : [];
  });
  if (closed.length === 0) return undefined;
  const list = closed.map(({ folder, what, reason }) => `${folder} (${what}: ${reason})`).join(' and ');
  return `Quarterdeck cannot write to ${list}: open it for this user${orSet(closed)}.`;
}

/** @param {Need[]} needs */
function tooFull(needs) {
  for (const { at, free, needs: here } of fileSystems(needs)) {
    const bytes = sum(here);
    if (free >= bytes) continue;
    const list = here
      .filter((need) => need.bytes > 0)
      .map((need) => `${gigabytes(need.bytes)} for ${need.what} in ${need.folder}`)
      .join(', ');
    return (
      `${gigabytes(bytes)} of disk are needed on the file system of ${at} and ${gigabytes(free)} are free ` +
      `(${list}): free some space${orSet(here)}.`
    );
  }
  return undefined;
}

/** @param {Need[]} needs */
function fileSystems(needs) {
  /** @type {Map<number, { at: string, free: number, needs: Need[] }>} */
  const found = new Map();
  for (const need of needs) {
    const at = nearest(need.folder);
    const { dev } = statSync(at);
    const { bavail, bsize } = statfsSync(at);
    const one = found.get(dev) ?? { at, free: bavail * bsize, needs: [] };
    one.needs.push(need);
    found.set(dev, one);
  }
  return found.values();
}

/** @param {Need[]} needs */
function sum(needs) {
  return needs.reduce((total, { bytes }) => total + bytes, 0);
}

/**
 * What else to do: the variables that move these folders.
 * @param {Need[]} needs
 */
function orSet(needs) {
  const names = [...new Set(needs.flatMap(({ variable }) => variable ?? []))];
  if (names.length === 0) return '';
  return `, or set ${names.join(' and ')} to ${names.length === 1 ? 'a folder' : 'folders'} elsewhere`;
}

/** @param {number} bytes */
function gigabytes(bytes) {
  return bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/**
 * @param {string} folder
 * @returns {string}
 */
function nearest(folder) {
  return existsSync(folder) || isLink(folder) ? folder : nearest(dirname(folder));
}

/** @param {string} path */
function isLink(path) {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

/**
 * Root may write wherever the file system lets it, so that only trying tells.
 * @param {string} folder
 */
function whyUnwritable(folder) {
  try {
    rmdirSync(mkdtempSync(join(folder, '.quarterdeck-')));
    return undefined;
  } catch (error) {
    const { code = '' } = /** @type {NodeJS.ErrnoException} */ (error);
    return REASONS[code] ?? 'nothing can be made there';
  }
}

/** @type {Record<string, string>} */
const REASONS = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'read-only file system',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'disk quota exceeded',
  ENOTDIR: 'not a folder',
};
