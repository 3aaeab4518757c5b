import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PostgresUser } from './postgres-user.mjs';
import { run } from './tools.ts';

/** The superuser's name. */
export const SUPERUSER = 'postgres';

/**
 * Makes the data folder on first use (initdb, about a second), and clears the lock file of a server that was killed.
 * Throws one sentence naming the fix when the user that runs Postgres cannot reach it.
 */
export async function prepareDataFolder(
  folder: string,
  password: string,
  bin: string,
  user: PostgresUser | undefined,
): Promise<void> {
  if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(folder, password, bin, user);
  removeStaleLock(folder);
}

/** Made under another name and renamed at the end: an initdb that is killed leaves nothing that looks complete. */
async function initialise(
  folder: string,
  password: string,
  bin: string,
  user: PostgresUser | undefined,
): Promise<void> {
  const draft = `${folder}.new`;
  const passwordFile = `${folder}.password`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  if (user) await refuseUnreachable(dirname(folder), user);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) for (const path of [draft, passwordFile]) chownSync(path, user.uid, user.gid);
  try {
    const auth = ['--auth=scram-sha-256', `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`];
    const locale = ['--encoding=UTF8', '--locale=C.UTF-8', '--locale-provider=builtin', '--lc-messages=C'];
    const args = [`--pgdata=${draft}`, ...auth, ...locale];
    // Not in our own folder: the user that runs Postgres may not be allowed to enter it.
    await run(join(bin, 'initdb'), args, { cwd: '/', timeoutMs: 120_000, ...(user ?? {}) });
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
    rmSync(passwordFile, { force: true });
  }
}

/**
 * Under a closed folder Postgres would fail with a bare EACCES. Throws one sentence naming the closed folder when the user
 * that runs Postgres cannot enter `folder`.
 */
export async function refuseUnreachable(folder: string, user: PostgresUser): Promise<void> {
  const closed = await firstClosed(folder, user);
  if (closed === undefined) return;
  throw new Error(
    `Postgres does not run as root, and the user \`postgres\` cannot enter ${closed}: run \`chmod o+x '${closed}'\`, or ` +
      'set QUARTERDECK_STATE to a folder that everybody may enter, or leave it unset.',
  );
}

/** The uppermost folder on the way to `folder` that the user cannot enter, if any. */
async function firstClosed(folder: string, user: PostgresUser): Promise<string | undefined> {
  const parent = dirname(folder);
  const above = parent === folder ? undefined : await firstClosed(parent, user);
  if (above !== undefined) return above;
  const entered = run('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...user, cwd: '/' });
  return entered.then(
    () => undefined,
    () => folder,
  );
}

/** A killed server leaves postmaster.pid, and Postgres believes it while any process has that pid. */
function removeStaleLock(dataFolder: string): void {
  const path = join(dataFolder, 'postmaster.pid');
  if (!existsSync(path)) return;
  const pid = readFileSync(path, 'utf8').split('\n')[0];
  try {
    if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(dataFolder)) return;
  } catch {
    // No such process, or no /proc: then Postgres' own check has to do.
    if (!existsSync('/proc/self')) return;
  }
  rmSync(path);
}
