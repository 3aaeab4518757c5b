import { execFileSync } from 'node:child_process';

/**
 * The user as which Postgres runs when Quarterdeck runs as root.
 * @typedef {{ uid: number, gid: number }} PostgresUser
 */

/**
 * The user `postgres`, made if missing. Throws one sentence naming the fix when there can be none, or when no process may
 * run as another user here.
 * @returns {PostgresUser}
 */
export function postgresUser() {
  const user = existing() ?? made();
  if (user && mayRunAs(user)) return user;
  const what = user ? 'no process may run as the user `postgres` here' : 'the user `postgres` cannot be made';
  throw new Error(
    `Postgres does not run as root, and ${what}: ${user ? '' : 'run `useradd --system postgres`, or '}start Quarterdeck ` +
      'as an ordinary user, or set DATABASE_URL.',
  );
}

function existing() {
  const id = (/** @type {string} */ flag) =>
    Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

function made() {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], {
      stdio: 'ignore',
    });
  } catch {
    // Without useradd, or with another entry of that name: said above.
  }
  return existing();
}

/** @param {PostgresUser} user */
function mayRunAs(user) {
  try {
    execFileSync('/bin/sh', ['-c', ':'], { ...user, cwd: '/', stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
