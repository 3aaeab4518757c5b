import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../environment/servers.ts';
import { runCli } from './run-cli.ts';
import { addPeople, addWaiting, cliEnvironment, storeOf } from './world.ts';

/** Whoever has the role of our own processes may add rows of any content: no report, and no other case, may become unreadable by one. */
let folder: string;
let database: TestDatabase;
let app: pg.Client;
let env: Record<string, string>;
let victim: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qd-odd-'));
  database = await freshDatabase();
  env = {
    ...cliEnvironment(database.appUrl, folder),
    QUARTERDECK_MASTER_KEY: Buffer.alloc(32, 5).toString('base64'),
  };
  const store = storeOf(database.appUrl);
  await addPeople(store, env.QUARTERDECK_KEYS as string);
  await addWaiting(store, { externalId: 'D-1', customer: 'Acme', value: '1000.00' });
  victim = await addWaiting(store, { externalId: 'D-2', customer: 'Bolt', value: '2000.00' });
  await store.close();
  app = new pg.Client({ connectionString: database.appUrl });
  await app.connect();
});
afterAll(async () => {
  await app?.end();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

interface Column {
  table: string;
  name: string;
  type: string;
  insert: boolean;
  update: boolean;
}

async function columns(): Promise<Column[]> {
  const { rows } = await app.query<Column>(
    `select c.relname as "table", a.attname as name, format_type(a.atttypid, null) as type,
        has_column_privilege(c.oid, a.attnum, 'insert') as insert, has_column_privilege(c.oid, a.attnum, 'update') as update
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attidentity = ''
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1, a.attnum`,
  );
  return rows;
}

const JSONS = [
  'null',
  '[]',
  '7',
  '"x"',
  '{}',
  '[null]',
  '{"at":7,"attempts":7,"kind":7,"reasons":7,"actions":"x"}',
];
const TEXTS = ['{}', '[', '{"at":"x"}', '{"a":"\\u0000"}', 'odd'];

/** An odd value of a type, as a literal; each `turn` another one. */
function odd({ name, type }: Column, turn: number): string {
  const pick = (all: readonly string[]) => all[turn % all.length] as string;
  if (name === 'case_id') return `'${victim}'`;
  if (type === 'jsonb' || type === 'json') return `'${pick(JSONS)}'`;
  if (type === 'text') return `'${pick(TEXTS)}'`;
  if (type.startsWith('timestamp') || type === 'date')
    return `'${pick(['infinity', '-infinity', '4713-01-01 BC', '200000-01-01'])}'`;
  if (type === 'numeric') return `'${pick(['NaN', 'Infinity', '-1', '1e40'])}'`;
  if (/int/.test(type)) return pick(['-1', '0', '2147483647']);
  if (type === 'boolean') return pick(['true', 'false']);
  if (type === 'bytea') return `'\\x00'`;
  if (type.endsWith('[]')) return `'{odd}'`;
  if (type === 'uuid') return 'gen_random_uuid()';
  return 'null';
}

/** What Postgres takes of it. */
async function plant(text: string): Promise<boolean> {
  return app.query(text).then(
    ({ rowCount }) => (rowCount ?? 0) > 0,
    () => false,
  );
}

/** Everything that reads what many cases have left, and one other case. */
const COMMANDS = [
  ...['cases list', 'cases board', 'cases retry', 'cases retry --settled', 'reviews list', 'tickets list'],
  ...['audit verify', 'audit export', 'audit duties --period 2026'],
  'audit sample --n 5 --seed 1 --period 2026 --out $FOLDER/sample',
  ...['rollout show', 'rollout status', 'rollout refused', 'metrics', 'results --out $FOLDER/results'],
  ...['authority as-of 2026-11-27', 'accounts roll', 'programs list', 'cases touched --model x'],
  ...[
    'cases show deal:impartner:D~2d1',
    'cases why deal:impartner:D~2d1',
    'reviews show deal:impartner:D~2d1',
  ],
];

test('no row that our own role can write makes a report, or another case, unreadable', async () => {
  const all = await columns();
  const planted: string[] = [];
  for (const table of new Set(all.map((one) => one.table))) {
    const own = all.filter((one) => one.table === table);
    const given = own.filter(({ insert }) => insert);
    for (let turn = 0; turn < 7 && given.length > 0; turn += 1) {
      const text = `insert into ${table} (${given.map(({ name }) => name).join(', ')}) values (${given.map((one) => odd(one, turn)).join(', ')})`;
      if (await plant(text)) planted.push(`${table} ${turn}`);
    }
    for (const column of own.filter(({ update, name }) => update && !/_id$|^case$/.test(name)))
      for (let turn = 0; turn < 7; turn += 1) {
        const where = own.some(({ name }) => name === 'case_id') ? `where case_id = '${victim}'` : '';
        if (where && (await plant(`update ${table} set ${column.name} = ${odd(column, turn)} ${where}`)))
          planted.push(`${table}.${column.name} ${turn}`);
      }
  }
  for (const body of TEXTS) await plant(`select audit_append('${victim}', '${body}')`);
  expect(planted.length).toBeGreaterThan(20);
  const broken: string[] = [];
  for (const command of COMMANDS) {
    const said = await runCli(command.replace('$FOLDER', folder).split(' '), env);
    if (said.code === 1 || said.code === 2)
      broken.push(`${command}: ${said.code} ${said.stderr.slice(0, 400)}`);
  }
  expect(broken).toEqual([]);
}, 120_000);
