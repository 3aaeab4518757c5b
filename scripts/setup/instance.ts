import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from './command.ts';
import { compileCache } from './compile-cache.ts';
import { LOOPBACK, waitForPort } from './ports.ts';
import { postgresCommand, superuserUrl, waitForPostgres } from './postgres.ts';
import { CLONE, keptSecret } from './state.ts';
import type { Task } from './supervisor.ts';
import { prepareTemporal, type Turns, temporalCommand } from './temporal.ts';

/** The embedded database's name. */
export const DATABASE = 'quarterdeck';

/** Temporal's dev server with its UI, its cases kept in the state folder. */
export function temporalTask(
  path: string,
  state: string,
  ports: { temporal: number; temporalUi: number; http: number },
  encrypted: boolean,
): Task {
  const dbFile = join(state, 'temporal.db');
  const turns = turnsOf(dbFile);
  const codec = encrypted ? { codecEndpoint: `http://${LOOPBACK}:${ports.http}/codec` } : {};
  return {
    name: 'temporal',
    command: () =>
      temporalCommand(path, { port: ports.temporal, uiPort: ports.temporalUi, dbFile, turns, ...codec }),
    ready: async (ended) => {
      await prepareTemporal(path, ports.temporal, ended);
      await waitForPort(ports.temporalUi, "Temporal's UI", 60_000, ended);
    },
  };
}

/**
 * How tasks take turns in this database. Temporal 1.29 does not find tasks again that were stored in the other way, so a database of an earlier
 * version stays as it is, and a new one is marked.
 */
function turnsOf(dbFile: string): Turns {
  const mark = `${dbFile}.fair`;
  if (!existsSync(dbFile)) writeFileSync(mark, 'whole' satisfies Turns);
  if (!existsSync(mark)) return 'none';
  return readFileSync(mark, 'utf8') === 'whole' ? 'whole' : 'parts';
}

/** The embedded Postgres, its data kept in the state folder. */
export function postgresTask(state: string, port: number): Task {
  const password = keptSecret('postgres-admin', state);
  const dataFolder = join(state, 'postgres');
  return {
    name: 'postgres',
    command: () => postgresCommand({ dataFolder, port, password, durable: true }),
    ready: (ended) => waitForPostgres(postgresAdminUrl(state, port), ended),
  };
}

/** The owner's connection string; it goes to the migrations and nowhere else. */
export function postgresAdminUrl(state: string, port: number, database = 'postgres'): string {
  return superuserUrl(port, keptSecret('postgres-admin', state), database);
}

/**
 * One of our own processes, run by the pinned Node. It counts as started when all its ports answer. Undefined when this
 * version does not have it.
 * @param first path of a module that is loaded before it, and into each of its threads
 */
export function nodeTask(
  name: string,
  entry: string,
  env: Record<string, string>,
  ports: number[],
  first?: string,
): Task | undefined {
  const path = join(CLONE, entry);
  if (!existsSync(path)) return undefined;
  const command: Command = {
    name,
    file: process.execPath,
    args: [
      '--enable-source-maps',
      ...(first === undefined ? [] : ['--import', pathToFileURL(join(CLONE, first)).href]),
      path,
    ],
    env: { ...compileCache(), ...env },
    cwd: CLONE,
    // More than the worker's own grace for running activities (20 s).
    graceMs: 25_000,
  };
  return {
    name,
    command: () => command,
    ready: async (ended) => {
      for (const port of ports) await waitForPort(port, `${name} (${LOOPBACK}:${port})`, 60_000, ended);
    },
  };
}
