import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type { Command } from './command.ts';
import { LOOPBACK } from './ports.ts';
import { type PostgresUser, postgresBinaries } from './postgres-binaries.ts';
import { run } from './tools.ts';

const SUPERUSER = 'quarterdeck_admin';

/** What an embedded Postgres needs: where its data are, its port and its superuser's password. */
export interface PostgresOptions {
  dataFolder: string;
  port: number;
  password: string;
  /** False only for tests: faster, and lost in a power cut. */
  durable: boolean;
}

/**
 * The embedded Postgres as a command; makes its data folder on first use (initdb, about 2 s) and clears the lock file
 * of a server that was killed. It listens on the loopback address only and asks everybody for a password.
 */
export async function postgresCommand(options: PostgresOptions): Promise<Command> {
  const { bin, user } = postgresBinaries();
  if (!existsSync(join(options.dataFolder, 'PG_VERSION'))) await initialise(bin, user, options);
  removeStaleLock(options.dataFolder);
  const settings: Record<string, string> = {
    listen_addresses: LOOPBACK,
    // No socket file: nothing else connects through it, and its folder would need the postgres user's permission.
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '128MB',
    ...(options.durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  return {
    name: 'postgres',
    file: join(bin, 'postgres'),
    args: [
      ...['-D', options.dataFolder, '-p', String(options.port)],
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    cwd: options.dataFolder,
    ...(user ?? {}),
    // SIGINT is Postgres' fast shutdown; SIGTERM would wait for every client to leave.
    stopSignal: 'SIGINT',
    graceMs: 20_000,
  };
}

/** The superuser's connection string; only migrations and tests use it. */
export function superuserUrl(port: number, password: string, database = 'postgres'): string {
  return `postgresql://${SUPERUSER}:${encodeURIComponent(password)}@${LOOPBACK}:${port}/${database}`;
}

/** Waits until the server answers queries (it refuses them while it recovers). Throws after `timeoutMs`. */
export async function waitForPostgres(
  url: string,
  ended: () => string | undefined = () => undefined,
  timeoutMs = 60_000,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('select 1');
      return;
    } catch (error) {
      const reason = ended();
      if (reason) throw new Error(`Postgres did not start: ${reason}`);
      if (Date.now() > end) throw new Error(`Postgres does not answer: ${(error as Error).message}`);
      await new Promise((done) => setTimeout(done, 100));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** Makes the database if it is not there. */
export async function ensureDatabase(adminUrl: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}

async function initialise(bin: string, user: PostgresUser | undefined, options: PostgresOptions) {
  rmSync(options.dataFolder, { recursive: true, force: true });
  mkdirSync(options.dataFolder, { recursive: true, mode: 0o700 });
  if (user) await refuseUnreachable(dirname(options.dataFolder), user);
  const passwordFile = `${options.dataFolder}.password`;
  writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
  if (user) for (const path of [options.dataFolder, passwordFile]) chownSync(path, user.uid, user.gid);
  try {
    const auth = ['--auth=scram-sha-256', `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`];
    const locale = ['--encoding=UTF8', '--locale=C.UTF-8', '--locale-provider=builtin', '--lc-messages=C'];
    const args = [`--pgdata=${options.dataFolder}`, ...auth, ...locale];
    await run(join(bin, 'initdb'), args, { cwd: tmpdir(), timeoutMs: 120_000, ...(user ?? {}) });
  } catch (error) {
    rmSync(options.dataFolder, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** Under a closed home folder initdb would fail with a bare EACCES. */
async function refuseUnreachable(folder: string, user: PostgresUser): Promise<void> {
  try {
    await run('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...user, cwd: '/' });
  } catch {
    throw new Error(
      `Postgres does not run as root, and the user \`postgres\` cannot enter ${folder}: ` +
        'set QUARTERDECK_STATE to a folder that everybody may enter, or leave it unset.',
    );
  }
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
