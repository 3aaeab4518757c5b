import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runner } from 'node-pg-migrate';
import pg from 'pg';

const MIGRATIONS = join(import.meta.dirname, 'migrations');

/** The three roles that log in; they own nothing and row-level security binds them. */
export const LOGIN_ROLES = {
  app: 'quarterdeck_app',
  auditor: 'quarterdeck_auditor',
  partner: 'quarterdeck_partner',
} as const;

/**
 * Brings the database of `adminUrl` to this version's schema: roles, then migrations (forward only), then the right to
 * connect. Safe to run again and from several processes at once.
 * @param adminUrl a user who may create roles and owns the schema afterwards.
 * @throws Error when the database holds a migration that this version does not know.
 */
export async function migrate(
  adminUrl: string,
  passwords: { app: string; auditor: string; partner: string },
): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    for (const role of ['app', 'auditor', 'partner'] as const)
      await ensureRole(client, LOGIN_ROLES[role], passwords[role], LIMITS[role]);
    const applied = await client.query("select to_regclass('public.pgmigrations') is not null as there");
    if (applied.rows[0].there) refuseNewer(await appliedMigrations(client));
    await runner({
      dbClient: client,
      dir: MIGRATIONS,
      migrationsTable: 'pgmigrations',
      direction: 'up',
      advisoryLockMode: 'wait',
      logger: { debug() {}, info() {}, warn: console.warn, error: console.error },
    });
    await grantAccess(client);
  } finally {
    await client.end();
  }
}

/**
 * Refuses to work on a schema that this version does not fit.
 * @throws Error naming the fix: a newer database needs a newer Quarterdeck, an older one `npm start` or a migration run.
 */
export async function checkSchema(pool: pg.Pool): Promise<void> {
  const applied = await appliedMigrations(pool);
  refuseNewer(applied);
  const missing = knownMigrations().filter((name) => !applied.includes(name));
  if (missing.length > 0)
    throw new Error(`the database lacks migration ${missing[0]}; run the migrations before starting`);
}

function refuseNewer(applied: string[]): void {
  const known = knownMigrations();
  const newer = applied.filter((name) => !known.includes(name));
  if (newer.length > 0)
    throw new Error(
      `the database has migration ${newer.at(-1)}, this Quarterdeck knows up to ${known.at(-1)}; ` +
        'upgrade Quarterdeck (schemas only go forward)',
    );
}

async function appliedMigrations(client: pg.ClientBase | pg.Pool): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('select name from public.pgmigrations order by id');
  return rows.map((row) => row.name);
}

function knownMigrations(): string[] {
  return readdirSync(MIGRATIONS)
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -'.sql'.length))
    .sort();
}

async function grantAccess(client: pg.ClientBase): Promise<void> {
  const database = client.escapeIdentifier(
    (await client.query('select current_database()')).rows[0].current_database,
  );
  const roles = Object.values(LOGIN_ROLES).join(', ');
  await client.query(`
    revoke all on database ${database} from public;
    grant connect on database ${database} to ${roles};
    revoke create on schema public from public;
    grant usage on schema public to ${roles};
    grant select on public.pgmigrations to ${LOGIN_ROLES.app}, ${LOGIN_ROLES.auditor};
    revoke all on public.pgmigrations from ${LOGIN_ROLES.partner};`);
  await refuseLargeObjects(client);
}

/** Everybody may make large objects where nobody has said otherwise: files in the database that no policy knows. */
async function refuseLargeObjects(client: pg.ClientBase): Promise<void> {
  const makers = 'lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea)';
  try {
    await client.query(`revoke execute on function ${makers} from public`);
  } catch (error) {
    // Who runs a managed database does not own these; its provider may have said so already.
    if ((error as { code?: string }).code !== '42501') throw error;
  }
}

interface Limits {
  connections: number;
  /** How long one statement may take, unless the session says otherwise. */
  statement: string;
}

/** None of the roles takes all connections of the server, and none keeps it busy by forgetting a statement. */
const LIMITS: Record<keyof typeof LOGIN_ROLES, Limits> = {
  app: { connections: 150, statement: '1min' },
  auditor: { connections: 50, statement: '5min' },
  partner: { connections: 50, statement: '10s' },
};

/** Roles belong to the whole cluster: another database's migration may be changing the same one, so a collision is retried. */
async function ensureRole(
  client: pg.ClientBase,
  role: string,
  password: string,
  limits: Limits,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const found = await client.query('select from pg_roles where rolname = $1', [role]);
      const verb = found.rowCount === 0 ? 'create' : 'alter';
      await client.query(
        `${verb} role ${role} login password ${client.escapeLiteral(scramVerifier(password))}
          connection limit ${limits.connections}`,
      );
      await client.query(`alter role ${role} set statement_timeout = '${limits.statement}'`);
      await client.query(`alter role ${role} set idle_in_transaction_session_timeout = '5min'`);
      await refusePowers(client, role);
      return;
    } catch (error) {
      // 42710 and 23505: made meanwhile; XX000 "tuple concurrently updated".
      const code = (error as { code?: string }).code ?? '';
      if (!['42710', '23505', 'XX000'].includes(code) || attempt === 20) throw error;
      await sleep(20 * attempt);
    }
  }
}

async function refusePowers(client: pg.ClientBase, role: string): Promise<void> {
  const { rows } = await client.query<{ strong: boolean }>(
    'select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as strong from pg_roles where rolname = $1',
    [role],
  );
  if (rows[0]?.strong)
    throw new Error(
      `role ${role} has more rights than it may; run: alter role ${role} nosuperuser nobypassrls nocreaterole nocreatedb`,
    );
}

/** What Postgres stores of a password (RFC 5803), computed here so that the password itself never reaches a server log. */
function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, 4096, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$4096:${salt.toString('base64')}$${stored}:${hmac('Server Key').toString('base64')}`;
}
