import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openStore, type Store, type Tx } from '../../../adapters/store/pool.ts';
import { joined, numbered, raw, send, sql } from '../../../adapters/store/sql.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { isTaken, keepAnswer, newestAnswer } from '../../../adapters/store/steps.ts';
import { together } from '../../../adapters/store/together.ts';
import { freshDatabase } from '../../environment/servers.ts';

let store: Store;
beforeAll(async () => {
  store = openStore({ url: (await freshDatabase()).appUrl });
});
afterAll(() => store?.close());

const db = () => statement(store);
const keep = (step: string, answer: unknown) => (tx: Parameters<typeof keepAnswer>[0]) =>
  keepAnswer(tx, { case: 'deal:x:1', step, at: '2026-11-20T08:00:00.000Z' }, answer);

test('several writes cost one statement and are all there', async () => {
  const before = store.statements;
  await together(db(), (tx) => [keep('a', { n: 1 })(tx), keep('b', { n: 2 })(tx)]);
  expect(store.statements - before).toBe(1);
  expect(await newestAnswer(db(), ['a'])).toEqual({ n: 1 });
  expect(await newestAnswer(db(), ['b'])).toEqual({ n: 2 });
});

test('one that fails leaves none of them', async () => {
  const failed = together(db(), (tx) => [keep('c', 1)(tx), keep('a', 9)(tx)]);
  const error = await failed.catch((reason: unknown) => reason);
  expect(isTaken(error)).toBe(true);
  expect(await newestAnswer(db(), ['c'])).toBeUndefined();
});

test('each writer gets its own rows and their number', async () => {
  let read: unknown;
  let changed: number | null = null;
  await together(db(), (tx) => [
    send(tx, sql`select step, answer from steps where step = ${'a'}`).then(({ rows }) => {
      read = rows;
    }),
    send(
      tx,
      sql`insert into steps (step, case_id, answer) values (${'b'}, ${'x'}, ${'1'}) on conflict do nothing`,
    ).then(({ rowCount }) => {
      changed = rowCount;
    }),
  ]);
  expect(read).toEqual([{ step: 'a', answer: { n: 1 } }]);
  expect(changed).toBe(0);
});

test('what is not known as a piece, or comes too late, is refused and not lost', async () => {
  const late = (tx: Tx) => newestAnswer(tx, ['a']).then(() => newestAnswer(tx, ['b']));
  await expect(together(db(), (tx) => [late(tx)])).rejects.toThrow('have been sent already');
  await expect(together(db(), (tx) => [keep('d', 1)(tx), tx.query('select 1')])).rejects.toThrow('sql`…`');
});

test('values are numbered as they stand, pieces are part of the text', () => {
  const where = sql`a = ${1} or b = ${2}`;
  expect(numbered(sql`select ${raw('c')} from t where ${where} and d = ${3}`)).toEqual({
    text: 'select c from t where a = $1 or b = $2 and d = $3',
    values: [1, 2, 3],
  });
  expect(numbered(joined([sql`${1}`, raw('x'), sql`${2}`], ', '))).toEqual({
    text: '$1, x, $2',
    values: [1, 2],
  });
  expect(numbered(joined([], ', '))).toEqual({ text: '', values: [] });
});
