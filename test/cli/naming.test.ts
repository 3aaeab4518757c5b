import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../environment/servers.ts';
import { runCli } from './run-cli.ts';
import { addPeople, addWaiting, storeOf } from './world.ts';

/** How people name a case: what they see on the board, in the PRM or in a mail, as processes on a real Postgres. */
let database: TestDatabase;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), 'qd-cli-'));
  env = { DATABASE_URL: database.appUrl, QUARTERDECK_ENVIRONMENT: 'development', QUARTERDECK_STATE: folder };
  const store = storeOf(database.appUrl);
  const add = (source: string, externalId: string, customer: string, sequence = 1) =>
    addWaiting(store, { source, externalId, customer, value: '48000.00', sequence });
  try {
    await addPeople(store, join(folder, 'keys'));
    await add('portal', 'MC-0417', 'Nordlicht GmbH');
    await add('portal', 'MC-0418', 'Bodegas Duero SA');
    await add('impartner', 'MC-0418', 'Bodegas Duero SA');
    await add('portal', 'NL-0900', 'Werft Stralsund GmbH');
    await add('portal', 'NL-0900', 'Werft Stralsund GmbH', 2);
    await add('email', 't_EXIz9QvT3mWk', 'Brightwater Council');
    await add('files', '2027/A:7', 'Hansewerft');
  } finally {
    await store.close();
  }
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

const shown = async (said: string) => {
  const run = await runCli(['cases', 'show', said, '--json'], env);
  return {
    code: run.code,
    case: run.code === 0 ? JSON.parse(run.stdout).case : JSON.parse(run.stderr).title,
  };
};

describe('a case is found by', () => {
  test.each([
    ['its id', 'deal:portal:MC~2d0417', 'deal:portal:MC~2d0417'],
    ['its id without the lifecycle', 'portal:MC~2d0417', 'deal:portal:MC~2d0417'],
    ['its reference', 'MC-0417', 'deal:portal:MC~2d0417'],
    ['its reference in small letters', 'mc-0417', 'deal:portal:MC~2d0417'],
    ['source and reference', 'portal:MC-0417', 'deal:portal:MC~2d0417'],
    ['source and reference as on the board', 'portal/MC-0418', 'deal:portal:MC~2d0418'],
    ['the whole of it', 'deal:portal:MC-0417', 'deal:portal:MC~2d0417'],
    ['a reference of odd letters', '2027/A:7', 'deal:files:2027~2fA~3a7'],
    ['the beginning of its reference', '2027', 'deal:files:2027~2fA~3a7'],
    ['the beginning of its id', 'deal:email:t_EX', 'deal:email:t_EXIz9QvT3mWk'],
    ['an id that a table cut', 'deal:email:t_EXIz9…', 'deal:email:t_EXIz9QvT3mWk'],
    ['its customer as on the board', 'email/Brightwater Council', 'deal:email:t_EXIz9QvT3mWk'],
    ['its customer', 'nordlicht gmbh', 'deal:portal:MC~2d0417'],
    ['the second case of a record', 'NL-0900~2', 'deal:portal:NL~2d0900~2'],
    ['the first case of a record', 'NL-0900~1', 'deal:portal:NL~2d0900'],
  ])('%s: %s', async (_, said, id) => {
    expect(await shown(said)).toEqual({ code: 0, case: id });
  });
});

describe('what fits several', () => {
  test.each([
    ['MC-0418', ['deal:impartner:MC~2d0418', 'deal:portal:MC~2d0418']],
    ['MC-04', ['deal:impartner:MC~2d0418', 'deal:portal:MC~2d0417', 'deal:portal:MC~2d0418']],
    ['NL-0900', ['deal:portal:NL~2d0900', 'deal:portal:NL~2d0900~2']],
    ['Bodegas Duero SA', ['deal:impartner:MC~2d0418', 'deal:portal:MC~2d0418']],
  ])('%s is asked back with every candidate', async (said, candidates) => {
    const run = await runCli(['reviews', 'approve', said, '--reason', 'x', '--as', 'ana'], env);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(`"${said}" fits ${candidates.length} cases:`);
    for (const one of candidates) expect(run.stderr).toContain(`  ${one}  `);
  });
});

test.each(['MC-9999', 'MC', '%', '_', 'reversal'])('%j is no case', async (said) => {
  expect(await shown(said)).toEqual({ code: 4, case: `There is no case "${said}".` });
});

test.each([
  ['duero', ['deal:impartner:MC~2d0418', 'deal:portal:MC~2d0418']],
  ['mc-04', ['deal:impartner:MC~2d0418', 'deal:portal:MC~2d0417', 'deal:portal:MC~2d0418']],
  ['~2d0900', ['deal:portal:NL~2d0900', 'deal:portal:NL~2d0900~2']],
  ['%', []],
])('cases list --search %s finds what holds it', async (text, found) => {
  const run = await runCli(['cases', 'list', '--search', text, '--json'], env);
  const ids = (JSON.parse(run.stdout) as { case: string }[]).map((row) => row.case);
  expect(ids.sort()).toEqual(found);
});

test('a search that finds nothing says so', async () => {
  const run = await runCli(['cases', 'list', '--search', 'nobody'], env);
  expect(run.stdout).toBe('No case matches --search nobody; there are 7 without it.\n');
});

test.each(['80', '120', '200'])(
  'in %s columns no table cuts the id of a case or is too wide',
  async (COLUMNS) => {
    for (const args of [
      ['cases', 'list'],
      ['reviews', 'list', '--all'],
    ]) {
      const { stdout } = await runCli([...args, '--as', 'ana'], { ...env, COLUMNS });
      for (const id of ['deal:email:t_EXIz9QvT3mWk', 'deal:portal:NL~2d0900~2', 'deal:files:2027~2fA~3a7'])
        expect(stdout).toContain(`${id} `);
      expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(Number(COLUMNS));
    }
  },
);
