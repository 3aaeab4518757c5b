import { describe, expect, test } from '@jest/globals';
import { openedDatabase } from './database.ts';

const db = openedDatabase();
const ask = async (store: keyof Pick<typeof db, 'app' | 'auditor' | 'partner'>, text: string) =>
  (await db[store].pool.query(text)).rows;

describe('what came in', () => {
  test.each([
    ['dead_letters', 'received_at'],
    ['dead_letters', 'body'],
    ['dead_letters', 'problem'],
    ['webhook_events', 'received_at'],
    ['webhook_events', 'body_hash'],
    ['webhook_events', 'event_id'],
  ])('stays in %s as it came: the app cannot write its %s', async (table, column) => {
    await expect(ask('app', `update ${table} set ${column} = ${column}`)).rejects.toMatchObject({
      code: '42501',
    });
  });

  test('is not deleted before its time, whatever date it is given', async () => {
    await ask(
      'app',
      `insert into webhook_events (source, event_id, body_hash, received_at) values ('portal', 'new', 'h', now())`,
    );
    expect(await ask('app', `delete from webhook_events where event_id = 'new' returning event_id`)).toEqual(
      [],
    );
    await expect(
      ask(
        'app',
        `insert into webhook_events (source, event_id, body_hash, received_at) values ('portal', 'new', 'h', now())
        on conflict (source, event_id) do update set received_at = '2000-01-01'`,
      ),
    ).rejects.toMatchObject({ code: '42501' });
  });
});

test('every foreign key has an index that begins with it', async () => {
  const { rows } = await db.admin.query(`
    select c.conrelid::regclass::text as "table", array_agg(a.attname::text order by k.place) as columns
      from pg_constraint c
      cross join lateral unnest(c.conkey) with ordinality as k (attnum, place)
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum
     where c.contype = 'f' and c.connamespace = 'public'::regnamespace
     group by c.oid, c.conrelid, c.conkey
    having not exists (
      select from pg_index i
       where i.indrelid = c.conrelid and (i.indkey::smallint[])[0:cardinality(c.conkey) - 1] @> c.conkey)`);
  expect(rows).toEqual([]);
});

describe('a role that reads', () => {
  test.each([
    'select lo_create(0)',
    'select lo_creat(-1)',
    `select lo_from_bytea(0, 'x')`,
    `select lo_import('/etc/hostname')`,
    'create table t (a int)',
    'create schema s',
    'create sequence s',
  ])('makes nothing: %s', async (text) => {
    for (const role of ['auditor', 'partner'] as const)
      await expect(ask(role, text)).rejects.toMatchObject({ code: '42501' });
  });

  test('learns which version this is only where it audits', async () => {
    expect((await ask('auditor', 'select name from pgmigrations')).length).toBeGreaterThan(10);
    await expect(ask('partner', 'select name from pgmigrations')).rejects.toMatchObject({ code: '42501' });
  });
});

test('no role takes all connections, or keeps the server busy by forgetting a statement', async () => {
  const { rows } = await db.admin.query(
    `select rolname as role, rolconnlimit as connections, array_to_string(rolconfig, ' ') as said
       from pg_roles where rolname like 'quarterdeck\\_%' order by rolname`,
  );
  expect(rows).toEqual(
    [
      ['app', 150, '1min'],
      ['auditor', 50, '5min'],
      ['partner', 50, '10s'],
    ].map(([role, connections, statement]) => ({
      role: `quarterdeck_${role}`,
      connections,
      said: expect.stringContaining(`statement_timeout=${statement}`),
    })),
  );
});
