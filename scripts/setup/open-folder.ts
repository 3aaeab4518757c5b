import {
  chmodSync,
  constants,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  type Stats,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Folders and copies that another user must be able to read: the user `postgres`, when Quarterdeck runs as root. Their
 * modes are set one by one, because whatever is made gets its mode from the umask, and root's may be 077.
 */
const OPEN_FOLDER = 0o755;
const OPEN_PROGRAM = 0o755;
const OPEN_FILE = 0o644;
const EXECUTE = 0o111;

/** Makes a folder that everybody may enter, and opens the parents that it had to make; other parents stay as they are. */
export function makeOpenFolder(path: string): void {
  const first = mkdirSync(path, { recursive: true });
  chmodSync(path, OPEN_FOLDER);
  for (let made = path; first !== undefined && made !== first; made = dirname(made)) {
    chmodSync(dirname(made), OPEN_FOLDER);
  }
}

/** Copies a folder so that everybody may read it and run its programs. The target must not exist. */
export function copyOpen(from: string, to: string): void {
  mkdirSync(to);
  chmodSync(to, OPEN_FOLDER);
  for (const name of readdirSync(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    const stats = lstatSync(source);
    if (stats.isDirectory()) copyOpen(source, target);
    else if (stats.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else {
      copyFileSync(source, target, constants.COPYFILE_FICLONE);
      chmodSync(target, stats.mode & EXECUTE ? OPEN_PROGRAM : OPEN_FILE);
    }
  }
}

/** True when `copy` holds all of `from` and everybody may read it: false for a copy that was cut short or is closed. */
export function isOpenCopy(from: string, copy: string): boolean {
  const stats = statsOf(copy);
  const source = lstatSync(from);
  if (source.isSymbolicLink())
    return stats?.isSymbolicLink() === true && readlinkSync(copy) === readlinkSync(from);
  if (!source.isDirectory()) {
    const mode = source.mode & EXECUTE ? OPEN_PROGRAM : OPEN_FILE;
    return stats?.isFile() === true && stats.size === source.size && allows(stats, mode);
  }
  if (!stats?.isDirectory() || !allows(stats, OPEN_FOLDER)) return false;
  return readdirSync(from).every((name) => isOpenCopy(join(from, name), join(copy, name)));
}

function allows(stats: Stats, mode: number): boolean {
  return (stats.mode & mode) === mode;
}

function statsOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}
