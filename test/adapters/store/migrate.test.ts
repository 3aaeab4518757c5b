import { expect, test } from '@jest/globals';
import pg from 'pg';
import { checkSchema, migrate } from '../../../adapters/store/migrate.ts';
import { PASSWORDS } from '../../environment/names.ts';
import { openedDatabase } from './database.ts';

const db = openedDatabase();

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
  expect(open.rows).toEqual([]);
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
