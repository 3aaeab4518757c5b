import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { VendorFault } from '../../../adapters/ports/call.ts';
import { getInstallation, setInstallation } from '../../../adapters/store/installation.ts';
import { openStore, type Tx, transact } from '../../../adapters/store/pool.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { openedDatabase } from './database.ts';

const db = openedDatabase();

test('what fails leaves nothing behind, and the connection serves the next transaction', async () => {
  await expect(
    transact(db.app, async (tx) => {
      await setInstallation(tx, 'half', true);
      throw new Error('stop');
    }),
  ).rejects.toThrow('stop');
  expect(await transact(db.app, (tx) => getInstallation(tx, 'half'))).toBeUndefined();
});

test('every statement is counted, begin and commit too', async () => {
  const before = db.app.statements;
  await transact(db.app, async (tx) => {
    await tx.query('select 1');
    await tx.query('select 2');
  });
  expect(db.app.statements - before).toBe(4);
});

test('two transactions that deadlock both end: one is run again', async () => {
  await transact(db.app, async (tx) => {
    await setInstallation(tx, 'a', 0);
    await setInstallation(tx, 'b', 0);
  });
  let runs = 0;
  let meet: () => void = () => {};
  const met = new Promise<void>((resolve) => {
    meet = resolve;
  });
  let arrived = 0;
  const both = async (first: string, second: string) =>
    transact(db.app, async (tx) => {
      runs += 1;
      await tx.query('update installation set value = to_jsonb((value::text)::int + 1) where name = $1', [
        first,
      ]);
      arrived += 1;
      if (arrived === 2) meet();
      if (arrived <= 2) await met;
      await tx.query('update installation set value = to_jsonb((value::text)::int + 1) where name = $1', [
        second,
      ]);
    });
  await Promise.all([both('a', 'b'), both('b', 'a')]);
  // Both may meet again on a crowded machine.
  expect(runs).toBeGreaterThanOrEqual(3);
  expect(await transact(db.app, (tx) => getInstallation(tx, 'a'))).toBe(2);
});

test('a serialization failure is given up after three runs', async () => {
  let runs = 0;
  await expect(
    transact(db.app, async (tx) => {
      runs += 1;
      await tx.query("do $$ begin raise exception 'again' using errcode = '40001'; end $$");
    }),
  ).rejects.toMatchObject({ code: '40001' });
  // Both may meet again on a crowded machine.
  expect(runs).toBeGreaterThanOrEqual(3);
});

test('no server: unavailable, and certainly nothing landed', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  taken.close();
  await once(taken, 'close');
  const store = openStore({ url: `postgres://x:x@127.0.0.1:${port}/x` });
  await expect(transact(store, (tx) => tx.query('select 1'))).rejects.toMatchObject({
    name: 'VendorFault',
    vendor: 'postgres',
    kind: 'unavailable',
    certainlyNotLanded: true,
  });
  await store.close();
});

test('a connection cut under a transaction is unavailable; the pool recovers by itself', async () => {
  const cut = transact(db.app, async (tx) => {
    const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
    await db.admin.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    await tx.query('select 1');
  });
  await expect(cut).rejects.toBeInstanceOf(VendorFault);
  await expect(cut).rejects.toMatchObject({ kind: 'unavailable' });
  expect((await transact(db.app, (tx) => tx.query('select 1 as one'))).rows).toEqual([{ one: 1 }]);
});

test('connections cut while idle do not end the process', async () => {
  await db.admin.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'quarterdeck_app' and datname = current_database()",
  );
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await transact(db.app, (tx) => tx.query('select 1 as one'))).rows).toEqual([{ one: 1 }]);
});

test('a statement that takes too long is cut off as unavailable', async () => {
  const { host, port, database, user, password } = db.app.pool.options;
  const url =
    db.app.pool.options.connectionString ?? `postgres://${user}:${password}@${host}:${port}/${database}`;
  const hasty = openStore({ url, statementTimeoutMs: 50 });
  await expect(transact(hasty, (tx) => tx.query('select pg_sleep(2)'))).rejects.toMatchObject({
    kind: 'unavailable',
    code: '57014',
  });
  await hasty.close();
});

test('what a migration adds is seen by connections that had prepared their statements before it', async () => {
  await db.admin.query('create table grown (name text); grant select on grown to quarterdeck_app');
  await db.admin.query("insert into grown values ('a')");
  const look = (tx: Tx) => tx.query('select * from grown where name = $1', ['a']);
  // Several connections, each with its own plan.
  const together = () =>
    Promise.all(Array.from({ length: 4 }, () => transact(db.app, (tx) => look(tx)))).then((all) =>
      all.flatMap(({ rows }) => rows),
    );
  expect(await together()).toEqual(Array(4).fill({ name: 'a' }));
  await db.admin.query("alter table grown add column size text default 'new'");
  expect((await look(statement(db.app))).rows).toEqual([{ name: 'a', size: 'new' }]);
  expect(await together()).toEqual(Array(4).fill({ name: 'a', size: 'new' }));
});
