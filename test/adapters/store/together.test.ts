import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openStore, type Store } from '../../../adapters/store/pool.ts';
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
    tx.query('select step, answer from steps where step = $1', ['a']).then(({ rows }) => {
      read = rows;
    }),
    tx
      .query('insert into steps (step, case_id, answer) values ($1, $2, $3) on conflict do nothing', [
        'b',
        'x',
        '1',
      ])
      .then(({ rowCount }) => {
        changed = rowCount;
      }),
  ]);
  expect(read).toEqual([{ step: 'a', answer: { n: 1 } }]);
  expect(changed).toBe(0);
});
