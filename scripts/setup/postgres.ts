import { join } from 'node:path';
import pg from 'pg';
import type { Command } from './command.ts';
import { LOOPBACK } from './ports.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { prepareDataFolder, SUPERUSER } from './postgres-data.ts';

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
  await prepareDataFolder(options.dataFolder, options.password, bin, user);
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
