import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { zipSync } from 'fflate';
import { OUTLOOK, RECORD_HINT, STATED_FILE, WORD, WORKBOOK } from '../../adapters/intake/parse.ts';
import { withStated } from '../../adapters/intake/stated-file.ts';
import { listDeadLetters, putDeadLetter } from '../../adapters/store/dead-letters.ts';
import { transact } from '../../adapters/store/pool.ts';
import { openVault } from '../../adapters/store/vault.ts';
import { openForTests } from '../environment/open-for-tests.ts';
import { peopled } from './peopled.ts';
import { runCli } from './run-cli.ts';

/** What is stated of a file that leaves it open, and of one of which it cannot be stated; and what nothing is to be done about. */
const KEY = Buffer.alloc(32, 7).toString('base64');
const here = openForTests(async (parts) => {
  const world = await peopled(parts);
  return { ...world, env: { ...world.env, QUARTERDECK_MASTER_KEY: KEY } };
});
const cli = (...args: string[]) => runCli(args, here.env);

const STATED: [string, string][] = [
  ['--currency', 'EUR'],
  ['--numbers', '1.234,56'],
  ['--dates', 'dmy'],
  ['--encoding', 'windows-1250'],
  ['--sheet', 'Q1'],
];

async function letterOf(form: string, body = Buffer.from('Hello')): Promise<string> {
  const problem = { code: 'x', title: 'It cannot be read.', fix: 'Send it again.' };
  const letter = { lifecycle: 'deal', source: 'files', contentType: form, body, problem } as const;
  return transact(here.store, (tx) =>
    putDeadLetter(tx, openVault(KEY), { ...letter, receivedAt: new Date().toISOString() }),
  );
}

describe('cases retry', () => {
  test('says of a letter that is no table that nothing can be stated of it, and leaves it as it is', async () => {
    for (const form of [
      'message/rfc822',
      'text/plain',
      'application/pdf',
      'text/html',
      WORD,
      OUTLOOK,
      RECORD_HINT,
    ]) {
      const id = await letterOf(form);
      for (const [option, value] of STATED) {
        const run = await cli('cases', 'retry', id, option, value, '--as', 'olga');
        expect([form, option, run.code, run.stdout]).toEqual([form, option, 2, '']);
        expect(run.stderr).toContain(
          `Dead letter ${id} was not taken in again. Only of a table can its numbers, dates, currency, encoding and sheet be stated.`,
        );
        expect(run.stderr).toContain('Leave them out.');
      }
    }
    const waiting = await transact(here.store, (tx) => listDeadLetters(tx, { retried: false, limit: 100 }));
    expect(waiting).toHaveLength(7);
  });

  test.each([
    ['text/csv', '--sheet', 'Only a workbook has sheets.'],
    ['application/json', '--encoding', 'Only of a CSV can its encoding be stated.'],
    [WORKBOOK, '--encoding', 'Only of a CSV can its encoding be stated.'],
  ])('says of %s that %s cannot hold', async (form, option, title) => {
    const run = await cli('cases', 'retry', await letterOf(form), option, 'macintosh', '--as', 'olga');
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(title);
  });

  test('takes none in when one of several cannot be stated so', async () => {
    const table = await letterOf('text/csv', Buffer.from('id,amount\n1,5000\n'));
    const run = await cli(
      'cases',
      'retry',
      table,
      await letterOf('text/plain'),
      '--currency',
      'EUR',
      '--as',
      'olga',
    );
    expect([run.code, run.stdout]).toEqual([2, '']);
  });

  test('lists what was settled, and says so of whatever else it is asked beside that', async () => {
    for (const more of [['--currency', 'EUR'], ['--all'], [await letterOf('text/csv')]]) {
      const run = await cli('cases', 'retry', '--settled', ...more, '--as', 'olga');
      expect([run.code, run.stdout]).toEqual([2, '']);
      expect(run.stderr).toContain('--settled lists, and takes nothing in.');
    }
  });

  test('states more of what was stated before', () => {
    const { form, body } = withStated('text/csv', Buffer.from('id\n1\n'), { currency: 'EUR' });
    expect([form, body.toString().split('\n')[0]]).toEqual([
      STATED_FILE,
      '{"form":"text/csv","currency":"EUR"}',
    ]);
  });
});

describe('cases settle', () => {
  const listed = async (...more: string[]) =>
    (
      JSON.parse((await cli('cases', 'retry', ...more, '--json', '--as', 'olga')).stdout) as { id: string }[]
    ).map(({ id }) => id);

  test('takes a letter off the list by its beginning, keeps who and why, and says so in the audit', async () => {
    const id = await letterOf('text/csv');
    const other = await letterOf('text/csv');
    const run = await cli('cases', 'settle', id.slice(0, 35), '--reason', ' sent again ', '--as', 'olga');
    expect(run).toMatchObject({ code: 0, stdout: `${id}: settled.\n`, stderr: '' });
    expect(await listed()).not.toContain(id);
    expect(await listed()).toContain(other);
    expect(await listed('--settled')).toContain(id);
    const shown = await cli('cases', 'retry', '--settled', '--as', 'olga');
    expect(shown.stdout).toContain('p-olga: sent again');
    const trail = await cli('audit', 'export', '--case', `letter:${id}`);
    expect(JSON.parse(trail.stdout)).toMatchObject({
      entry: { actor: 'p-olga', action: 'letter.settled', at: expect.any(String) },
    });
    expect(trail.stdout).not.toContain('sent again');
    const again = await cli('cases', 'settle', id, '--reason', 'twice', '--as', 'olga');
    expect(again).toMatchObject({ code: 0, stdout: `${id} did not wait any more.\n` });
    expect((await cli('audit', 'export', '--case', `letter:${id}`)).stdout).toBe(trail.stdout);
  });

  test.each([
    ['nobody is named', 2, 'It is not said who decides.', []],
    ['one of a partner', 3, 'Dead letters are for colleagues', ['--as', 'nora']],
    ['somebody who is not here', 4, 'Nobody here is called', ['--as', 'nobody']],
  ])('changes nothing where %s', async (_, code, said, who) => {
    const id = await letterOf('text/csv');
    const run = await cli('cases', 'settle', id, '--reason', 'x', ...who);
    expect([run.code, run.stdout]).toEqual([code, '']);
    expect(run.stderr).toContain(said);
    expect(await listed()).toContain(id);
  });

  test('settles none of several when one is unknown, and nothing by an empty id or without a reason', async () => {
    const id = await letterOf('text/csv');
    for (const [args, code, said] of [
      [[id, '00000000', '--reason', 'x'], 4, 'There is no dead letter "00000000".'],
      [['', '--reason', 'x'], 4, 'There is no dead letter "".'],
      [[id, '--reason', '  '], 2, 'The reason is empty or too long.'],
    ] as const) {
      const run = await cli('cases', 'settle', ...args, '--as', 'olga');
      expect([run.code, run.stdout]).toEqual([code, '']);
      expect(run.stderr).toContain(said);
    }
    expect(await listed()).toContain(id);
  });
});

describe('cases submit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stated-'));
  const file = (name: string, content: Uint8Array | string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const archive = (...names: string[]) =>
    zipSync(Object.fromEntries(names.map((name) => [name, Buffer.from('Hello')])));

  test.each<[string, string, Uint8Array | string, string, string]>([
    ['a text', 'a.txt', 'Hello', '--currency', 'EUR'],
    ['an archive without a table', 'b.zip', archive('one.txt', 'two.pdf'), '--currency', 'EUR'],
    ['an archive without a workbook', 'c.zip', archive('one.csv'), '--sheet', 'Q1'],
    ['a form of an archive', 'd.zip', archive('one.csv'), '--form', 'csv'],
  ])('refuses what cannot hold: %s', async (_what, name, content, ...options) => {
    const run = await cli('cases', 'submit', file(name, content), ...options, '--as', 'olga');
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(/Only of a table|Only a workbook|told by their names/);
  });
});
