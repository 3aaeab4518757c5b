import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { checkSchema, LOGIN_ROLES, migrate } from '../../../adapters/store/migrate.ts';
import { PASSWORDS } from '../../environment/names.ts';
import { openedDatabase } from './database.ts';

const db = openedDatabase();

test('each migration has a number of its own', () => {
  const numbers = readdirSync('adapters/store/migrations').map((name) => name.slice(0, 4));
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('migrating again, also twice at once, changes nothing', async () => {
  const before = await schemaText();
  await Promise.all([migrate(db.adminUrl, PASSWORDS), migrate(db.adminUrl, PASSWORDS)]);
  expect(await schemaText()).toBe(before);
  await checkSchema(db.app.pool);
});

test('the three roles log in, are bound by row-level security and own nothing', async () => {
  const roles = await db.admin.query(
    `select rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole,
        (select count(*)::int from pg_class where relowner = r.oid) as owned
      from pg_roles r where rolname like 'quarterdeck\\_%' order by 1`,
  );
  expect(roles.rows).toEqual(
    ['app', 'auditor', 'partner'].map((role) => ({
      rolname: `quarterdeck_${role}`,
      rolsuper: false,
      rolbypassrls: false,
      rolcreatedb: false,
      rolcreaterole: false,
      owned: 0,
    })),
  );
  await expect(db.app.pool.query('create table mine (a int)')).rejects.toMatchObject({ code: '42501' });
});

test('a password in use is never sent in clear, and works', async () => {
  const kept = await db.admin.query("select rolpassword from pg_authid where rolname = 'quarterdeck_app'");
  expect(kept.rows[0].rolpassword).toMatch(/^SCRAM-SHA-256\$4096:/);
  const asApp = await db.app.pool.query('select current_user as me');
  expect(asApp.rows).toEqual([{ me: 'quarterdeck_app' }]);
});

test('every table has forced row-level security, and no role may change what was recorded', async () => {
  const open = await db.admin.query(
    `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and relname <> 'pgmigrations' and not (relrowsecurity and relforcerowsecurity)`,
  );
  // Bound for the three roles, but not for the owner: its look-ups need their indexes.
  const names = open.rows.map(({ relname }) => relname).sort();
  expect(names).toEqual(['match_records', 'registrations']);
  const bound = 'select from pg_class where relrowsecurity and relname = any($1)';
  expect((await db.admin.query(bound, [names])).rowCount).toBe(2);
  const changing = await db.admin.query(
    `select grantee, table_name, privilege_type from information_schema.role_table_grants
      where grantee like 'quarterdeck\\_%' and (privilege_type in ('TRUNCATE', 'TRIGGER', 'REFERENCES')
        or (privilege_type in ('UPDATE', 'DELETE')
          and table_name in ('audit', 'audit_heads', 'checkpoints', 'evidence', 'submissions', 'policies')))`,
  );
  expect(changing.rows).toEqual([]);
});

test('a schema newer than this version is refused, by migration and by start, naming the fix', async () => {
  await db.admin.query("insert into pgmigrations (name, run_on) values ('9999_from_the_future', now())");
  try {
    await expect(checkSchema(db.app.pool)).rejects.toThrow(/9999_from_the_future.*upgrade Quarterdeck/);
    await expect(migrate(db.adminUrl, PASSWORDS)).rejects.toThrow(/upgrade Quarterdeck/);
  } finally {
    await db.admin.query("delete from pgmigrations where name = '9999_from_the_future'");
  }
});

test('an older schema is refused at start', async () => {
  const client = new pg.Client({ connectionString: db.adminUrl });
  await client.connect();
  const gone = await client.query(
    'delete from pgmigrations where id = (select max(id) from pgmigrations) returning name, run_on',
  );
  try {
    await expect(checkSchema(db.app.pool)).rejects.toThrow(/lacks migration .*run the migrations/);
  } finally {
    await client.query('insert into pgmigrations (name, run_on) values ($1, $2)', [
      gone.rows[0].name,
      gone.rows[0].run_on,
    ]);
    await client.end();
  }
});

test('what 0.2 left gets the instants that its audit log knows', async () => {
  const name = `old_${randomUUID().replaceAll('-', '')}`;
  await db.admin.query(`create database ${name}`);
  const url = new URL(db.adminUrl);
  url.pathname = `/${name}`;
  const old = new pg.Client({ connectionString: url.href });
  await old.connect();
  try {
    const dir = join(import.meta.dirname, '../../../adapters/store/migrations');
    const quiet = { debug() {}, info() {}, warn() {}, error() {} };
    const count = readdirSync(dir).filter((file) => file < '0009').length;
    const upTo = { migrationsTable: 'pgmigrations', direction: 'up' as const, count };
    await runner({ dbClient: old, dir, logger: quiet, ...upTo });
    await old.query(`
      insert into cases (case_id, lifecycle, source, external_id, sequence, status, updated_at) values
        ('closed', 'deal', 's', '1', 1, 'completed', '2026-11-20T10:00:00Z'),
        ('undone', 'deal', 's', '2', 1, 'rolled_back', '2026-11-20T10:00:00Z'),
        ('silent', 'deal', 's', '3', 1, 'failed', '2026-11-20T10:00:00Z'),
        ('open', 'deal', 's', '4', 1, 'running', '2026-11-20T10:00:00Z');
      select audit_append('closed', '{"action":"case.closed","at":"2026-11-01T09:00:00Z"}'),
        audit_append('closed', '{"action":"protection.expired","at":"2026-11-05T09:00:00Z"}'),
        audit_append('undone', '{"action":"case.closed","at":"2026-11-01T09:00:00Z"}'),
        audit_append('undone', '{"action":"case.rolled_back","at":"2026-11-03T09:00:00Z"}'),
        audit_append('open', '{"action":"case.started","at":"2026-11-01T09:00:00Z"}')`);
    await migrate(url.href, PASSWORDS);
    const { rows } = await old.query('select case_id, ended_at from cases order by external_id');
    expect(rows.map((row) => [row.case_id, row.ended_at?.toISOString() ?? null])).toEqual([
      ['closed', '2026-11-01T09:00:00.000Z'],
      ['undone', '2026-11-03T09:00:00.000Z'],
      ['silent', '2026-11-20T10:00:00.000Z'],
      ['open', null],
    ]);
  } finally {
    await old.end();
    await db.admin.query(`drop database ${name} with (force)`);
  }
});

test('an owner who is no superuser, as on a managed Postgres, can migrate; look-ups then still use their index', async () => {
  const name = `managed_${randomUUID().replaceAll('-', '')}`;
  await db.admin.query(`create role ${name} login createrole password 'managed'`);
  for (const role of Object.values(LOGIN_ROLES))
    await db.admin.query(`grant ${role} to ${name} with admin option, inherit false, set false`);
  await db.admin.query(`create database ${name} owner ${name}`);
  const url = new URL(db.adminUrl);
  url.pathname = `/${name}`;
  url.username = name;
  url.password = 'managed';
  try {
    await migrate(url.href, PASSWORDS);
    const owner = new pg.Client({ connectionString: url.href });
    await owner.connect();
    url.username = LOGIN_ROLES.app;
    url.password = PASSWORDS.app;
    const app = new pg.Client({ connectionString: url.href });
    await app.connect();
    const id = (n: string) => `'bulk:' || ${n}`;
    await app.query(
      `insert into cases (case_id, lifecycle, source, external_id, sequence)
        select ${id('n')}, 'deal', 'bulk', n::text, 1 from generate_series(1, 20000) n`,
    );
    await app.query(
      `insert into registrations (case_id, partner_id, customer_name, normalised_name, status, submitted_at)
        select ${id('n')}, 'P', md5(n::text), md5(n::text), 'Submitted', now() from generate_series(1, 20000) n`,
    );
    await owner.query('analyze registrations');
    await owner.end();
    const lookUp = "select * from registration_matches('x', null, 'nordwind logistics', 0.8)";
    const through = (plan: string) =>
      app.query(`select seq_scan::int as n from pg_stat_user_tables where relname = '${plan}'`);
    await app.query('select pg_stat_force_next_flush()');
    const before = (await through('registrations')).rows[0].n;
    for (let n = 0; n < 5; n += 1) await app.query(lookUp);
    await app.query('select pg_stat_force_next_flush()');
    expect((await through('registrations')).rows[0].n).toBe(before);
    expect(
      (await app.query('select * from audit_append(\'x\', \'{"at":"2026-01-01T00:00:00Z"}\')')).rowCount,
    ).toBe(1);
    await app.end();
  } finally {
    await db.admin.query(`drop database ${name} with (force)`);
    await db.admin.query(`drop owned by ${name}`);
    await db.admin.query(`drop role ${name}`);
  }
});

/** Columns, functions, policies and grants as one text. */
async function schemaText(): Promise<string> {
  const { rows } = await db.admin.query(
    `select table_name || '.' || column_name || ' ' || data_type as line from information_schema.columns
        where table_schema = 'public'
      union all select tablename || ' policy ' || policyname || coalesce(qual, '') from pg_policies
      union all select grantee || ' ' || privilege_type || ' ' || table_name from information_schema.role_table_grants
        where table_schema = 'public'
      union all select name from pgmigrations
      order by 1`,
  );
  return rows.map((row) => row.line).join('\n');
}
