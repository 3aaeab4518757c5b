import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { databaseUrls } from './environment.ts';
import { DATABASE, postgresAdminUrl } from './instance.ts';
import { ensureDatabase } from './postgres.ts';
import { CLONE, keptSecret } from './state.ts';

/** The three roles' passwords. */
export type Passwords = Record<'app' | 'auditor' | 'partner', string>;

/** Brings a database to this version's schema. The module is loaded only when it is needed: it is not small. */
export async function migrateDatabase(adminUrl: string, passwords: Passwords): Promise<void> {
  const path = pathToFileURL(join(CLONE, 'adapters/store/migrate.ts')).href;
  const { migrate } = (await import(path)) as { migrate(url: string, passwords: Passwords): Promise<void> };
  await migrate(adminUrl, passwords);
}

/** Makes and migrates the embedded database. Returns the roles' connection strings. */
export async function prepareEmbeddedDatabase(state: string, port: number): Promise<Record<string, string>> {
  const passwords = {
    app: keptSecret('postgres-app', state),
    auditor: keptSecret('postgres-auditor', state),
    partner: keptSecret('postgres-partner', state),
  };
  await ensureDatabase(postgresAdminUrl(state, port), DATABASE);
  await migrateDatabase(postgresAdminUrl(state, port, DATABASE), passwords);
  return databaseUrls(port, DATABASE, passwords);
}

/**
 * The connection strings of a database of your own: `DATABASE_URL` and, for the auditor and partner roles,
 * `DATABASE_AUDITOR_URL` and `DATABASE_PARTNER_URL`. Undefined when `DATABASE_URL` is not set.
 */
export function externalDatabase(env: NodeJS.ProcessEnv = process.env): Record<string, string> | undefined {
  if (!env.DATABASE_URL) return undefined;
  const names = ['DATABASE_URL', 'DATABASE_AUDITOR_URL', 'DATABASE_PARTNER_URL'];
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}

/**
 * Migrates a database of your own as `DATABASE_ADMIN_URL`, with the roles' passwords taken from their own connection
 * strings. Throws a sentence naming the variable that is missing or wrong.
 */
export async function migrateExternal(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const adminUrl = env.DATABASE_ADMIN_URL;
  if (!adminUrl)
    throw new Error('DATABASE_ADMIN_URL is not set: give the URL of a user who may create roles');
  const passwords = {
    app: password(env, 'DATABASE_URL', 'quarterdeck_app'),
    auditor: password(env, 'DATABASE_AUDITOR_URL', 'quarterdeck_auditor'),
    partner: password(env, 'DATABASE_PARTNER_URL', 'quarterdeck_partner'),
  };
  try {
    await migrateDatabase(adminUrl, passwords);
  } catch (error) {
    if ((error as { code?: unknown }).code !== NO_DATABASE) throw error;
    throw new Error(`${(error as Error).message}; make it first: createdb NAME`);
  }
}

/** Postgres' code for a database that is not there (invalid_catalog_name). */
const NO_DATABASE = '3D000';

function password(env: NodeJS.ProcessEnv, name: string, role: string): string {
  const example = `postgresql://${role}:PASSWORD@HOST:5432/quarterdeck`;
  let url: URL;
  try {
    url = new URL(env[name] ?? '');
  } catch {
    throw new Error(`${name} is not set or no URL: use ${example}`);
  }
  if (url.username !== role || url.password === '') throw new Error(`${name} must be of the form ${example}`);
  return decodeURIComponent(url.password);
}
