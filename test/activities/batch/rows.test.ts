import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test } from '@jest/globals';
import type { RowsBatch } from '../../../activities/batch/batch-kind.ts';
import { openBatch } from '../../../activities/batch/open-batch.ts';
import { type BatchDeps, planBatch } from '../../../activities/batch/plan-batch.ts';
import { reviewBatch } from '../../../activities/batch/review-batch.ts';
import { workRows } from '../../../activities/batch/work-rows.ts';
import { auditOf } from '../../../adapters/store/audit.ts';
import { failedItems, retryFailed } from '../../../adapters/store/batch-items.ts';
import {
  batchesAtStandstill,
  batchesToTell,
  getBatch,
  noteTold,
  setBatchState,
  type ToTell,
} from '../../../adapters/store/batches.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { openedDatabase } from '../../adapters/store/database.ts';

/** Rows of a batch on real Postgres, without Temporal: the activities only call what is called here. */
const db = openedDatabase();
const ROWS = 1_000;
/** Rows that somebody has got wrong. */
let bad: { thrown: readonly number[]; reported: readonly number[] } = { thrown: [], reported: [] };

/** Doubles every number, and writes down which ones: a row that is worked on twice is there twice. */
const doubling: RowsBatch = {
  items: 'rows',
  title: 'doubling',
  page: 100,
  async keys(tx, { name }, after, limit) {
    const { rows } = await tx.query<{ key: string }>(
      'select key from numbers where batch = $1 and key > $2 order by key limit $3',
      [name, after ?? '', limit],
    );
    return rows.map(({ key }) => key);
  },
  async work(tx, { name }, { after, last }) {
    await tx.query(
      `insert into doubled (batch, key, number) select batch, key, 2 * number / (case when number = any($4) then 0 else 1 end)
        from numbers where batch = $1 and key > $2 and key <= $3 and number <> all($5)`,
      [name, after ?? '', last, bad.thrown, bad.reported],
    );
    const { rows } = await tx.query<{ key: string }>(
      'select key from numbers where batch = $1 and key > $2 and key <= $3 and number = any($4)',
      [name, after ?? '', last, bad.reported],
    );
    return rows.map(({ key }) => ({ key, error: 'the number is odd in a bad way; correct it in its file' }));
  },
};

const clock = new Date('2026-11-20T08:00:00.000Z');
let deps: BatchDeps;
beforeAll(async () => {
  deps = { store: db.app, kinds: { doubling }, now: () => clock };
  await db.admin.query(`create table numbers (batch text, key text, number integer, primary key (batch, key));
    create table doubled (batch text, key text, number integer);
    grant select, insert on numbers, doubled to quarterdeck_app`);
});

async function opened(name: string, wrong: Partial<typeof bad> = {}): Promise<string> {
  bad = { thrown: [], reported: [], ...wrong };
  await db.admin.query(
    `insert into numbers select $1, lpad(n::text, 6, '0'), n from generate_series(1, $2) as n`,
    [name, ROWS],
  );
  const id = await openBatch(deps, { kind: 'doubling', name, by: 'p-olga' });
  expect(await planBatch(deps, id, () => false)).toBe(true);
  return id;
}
const row = async (id: string) => {
  const found = await getBatch(statement(db.app), id);
  if (!found) throw new Error(`no batch ${id}`);
  return found;
};
const work = async (id: string) => workRows(deps, doubling, await row(id), () => false);
const written = async (name: string) =>
  (
    await db.admin.query<{ all: number; different: number }>(
      'select count(*)::integer as "all", count(distinct key)::integer as different from doubled where batch = $1',
      [name],
    )
  ).rows[0];

test('every row is worked on once, in pages, and the batch ends with its counts and its trail', async () => {
  const id = await opened('all');
  expect(await openBatch(deps, { kind: 'doubling', name: 'all', by: 'p-ben' })).toBe(id);
  expect(await planBatch(deps, id, () => false)).toBe(true);
  expect(await reviewBatch(deps, id)).toMatchObject({ state: 'running', counts: { waiting: ROWS, done: 0 } });
  // Two workers at once, as two lanes are.
  await Promise.all([work(id), work(id)]);
  expect(await written('all')).toEqual({ all: ROWS, different: ROWS });
  expect(await reviewBatch(deps, id)).toMatchObject({ state: 'ended', counts: { done: ROWS, failed: 0 } });
  const trail = (await auditOf(statement(db.app), id)).map(({ entry }) => `${entry.action} ${entry.actor}`);
  expect(trail).toEqual(['batch.opened p-olga', 'batch.ended system']);
});

test('rows that cannot be worked on stand alone with their reason, and only they are tried again', async () => {
  const id = await opened('bad', { thrown: [7, 500], reported: [8, 501, 1_000] });
  await Promise.all([work(id), work(id)]);
  const standing = await reviewBatch(deps, id);
  expect(standing).toMatchObject({ state: 'ended', counts: { done: ROWS - 5, failed: 5 } });
  const failed = (await failedItems(statement(db.app), id, 10)).map(({ key, size, attempt, error }) => ({
    ...{ key, size, attempt },
    why: error.includes('SQLSTATE 22012') ? 'thrown' : error.includes('correct it') ? 'reported' : error,
  }));
  expect(failed.sort((a, b) => (a.key < b.key ? -1 : 1))).toEqual([
    { key: '000007', size: 1, attempt: 1, why: 'thrown' },
    { key: '000008', size: 1, attempt: 1, why: 'reported' },
    { key: '000500', size: 1, attempt: 1, why: 'thrown' },
    { key: '000501', size: 1, attempt: 1, why: 'reported' },
    { key: '001000', size: 1, attempt: 1, why: 'reported' },
  ]);
  expect(await written('bad')).toEqual({ all: ROWS - 5, different: ROWS - 5 });

  bad = { thrown: [500], reported: [501] };
  expect(await retryFailed(statement(db.app), id, clock.toISOString())).toBe(5);
  await setBatchState(statement(db.app), id, 'running', null);
  await work(id);
  expect(await reviewBatch(deps, id)).toMatchObject({
    state: 'ended',
    counts: { done: ROWS - 2, failed: 2 },
    failures: [
      { key: '000500', attempt: 2 },
      { key: '000501', attempt: 2 },
    ],
  });
  expect(await written('bad')).toEqual({ all: ROWS - 2, different: ROWS - 2 });
});

test('a page that has lost its last rows since it was planned is cut without a row of the next page', async () => {
  const id = await opened('shrunk', { thrown: [10] });
  await db.admin.query(`delete from numbers where batch = 'shrunk' and number between 21 and 100`);
  await work(id);
  expect(await reviewBatch(deps, id)).toMatchObject({
    state: 'ended',
    counts: { done: ROWS - 1, failed: 1 },
    failures: [{ key: '000010' }],
  });
  expect(await written('shrunk')).toEqual({ all: ROWS - 81, different: ROWS - 81 });
});

test('a row that the work names is not lost where others have come into its page since it was planned', async () => {
  const id = await opened('grown', { reported: [100] });
  await db.admin.query(`insert into numbers values ('grown', '000050+', 0)`);
  await work(id);
  expect(await reviewBatch(deps, id)).toMatchObject({
    state: 'ended',
    counts: { done: ROWS - 1, failed: 1 },
    failures: [{ key: '000100', error: 'the number is odd in a bad way; correct it in its file' }],
  });
});

test('a paused batch takes no further page, and goes on with the rest', async () => {
  const id = await opened('paused');
  let pages = 0;
  await workRows(deps, doubling, await row(id), () => {
    pages += 1;
    return pages > 3;
  });
  await setBatchState(statement(db.app), id, 'paused', null);
  await work(id);
  expect(await reviewBatch(deps, id)).toMatchObject({ state: 'paused', counts: { done: 300, waiting: 700 } });
  await setBatchState(statement(db.app), id, 'running', null);
  await work(id);
  expect(await reviewBatch(deps, id)).toMatchObject({ state: 'ended', counts: { done: ROWS } });
  expect(await written('paused')).toEqual({ all: ROWS, different: ROWS });
});

test('work that no row survives pauses the batch before it has failed on everything', async () => {
  const id = await opened('broken', { thrown: Array.from({ length: ROWS }, (_, index) => index + 1) });
  await work(id);
  const standing = await reviewBatch(deps, id);
  expect(standing).toMatchObject({ state: 'paused', counts: { done: 0, failed: 200 } });
  expect((await auditOf(statement(db.app), id)).at(-1)?.entry).toMatchObject({ action: 'batch.stopped' });
});

test('Postgres that breaks off in the midst of a page leaves it as it was', async () => {
  const id = await opened('away');
  const held = work(id).catch((error: Error) => error.message);
  for (let cut = 0; cut < 3; cut += 1) {
    await sleep(3);
    await db.admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and usename = 'quarterdeck_app'`,
    );
  }
  await held;
  await work(id);
  expect(await reviewBatch(deps, id)).toMatchObject({ state: 'ended', counts: { done: ROWS, failed: 0 } });
  // No page was cut for it.
  const pages = await db.admin.query('select from batch_items where batch_id = $1', [id]);
  expect(pages.rowCount).toBe(ROWS / 100);
  expect(await written('away')).toEqual({ all: ROWS, different: ROWS });
});

test('a batch is told of its changes, and one that stands still although it should not is found', async () => {
  const tx = statement(db.app);
  const id = await opened('told');
  const waits = async () => (await batchesToTell(tx)).filter(({ batch }) => batch === id);
  const [change] = await waits();
  // Somebody commands it while it is told: it is told again.
  await setBatchState(tx, id, 'paused', null);
  await noteTold(tx, change as ToTell);
  expect(await waits()).toHaveLength(1);
  await noteTold(tx, (await waits())[0] as ToTell);
  expect(await waits()).toEqual([]);

  const later = (minutes: number) => new Date(clock.getTime() + minutes * 60_000).toISOString();
  expect(await batchesAtStandstill(tx, later(1))).not.toContain(id);
  await setBatchState(tx, id, 'running', null);
  expect(await batchesAtStandstill(tx, later(0))).not.toContain(id);
  expect(await batchesAtStandstill(tx, later(1))).toContain(id);
  await work(id);
  await reviewBatch(deps, id);
  expect(await batchesAtStandstill(tx, later(1))).not.toContain(id);
});

test('a name that Temporal could not search for is refused', async () => {
  const asked = openBatch(deps, { kind: 'doubling', name: 'ü'.repeat(60), by: 'p-olga' });
  await expect(asked).rejects.toThrow('at most 100 letters');
});
