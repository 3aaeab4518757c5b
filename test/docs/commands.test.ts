import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type RunningInstance, START_MS, startInstance } from '../cli/instance.ts';
import { commandsIn, commandsOf, documents } from './command-blocks.ts';

test('commands are found in shell blocks only, joined, with the exit that is said', () => {
  const text = [
    '`quarterdeck not this`',
    '```sh',
    'npm start',
    'quarterdeck reviews list   # what waits',
    'quarterdeck reviews approve X \\',
    '  --reason "a"   # exit 3',
    'cat a.json | quarterdeck cases submit -',
    '```',
    '```text',
    'quarterdeck not this either',
    '```',
  ].join('\n');
  expect(commandsIn(text, 'A.md')).toEqual([
    { place: 'A.md:4', line: 'quarterdeck reviews list   # what waits', exit: 0 },
    { place: 'A.md:5', line: 'quarterdeck reviews approve X --reason "a"', exit: 3 },
    { place: 'A.md:7', line: 'cat a.json | quarterdeck cases submit -', exit: 0 },
  ]);
});

const commands = documents().flatMap(commandsOf);

test('the documents do show commands', () => {
  expect(commands.filter((one) => one.place.startsWith('README.md')).length).toBeGreaterThan(5);
  expect(commands.some((one) => one.line.startsWith('temporal '))).toBe(true);
});

const withServers = process.env.QD_TEST_UNIT ? describe.skip : describe;

/** Typed one after the other, as they stand, into one shell on an installation that was just started with the sample. */
withServers('every command of README and docs does what is said', () => {
  let instance: RunningInstance;
  let folder: string;
  let database: pg.Client;

  beforeAll(async () => {
    instance = await startInstance();
    folder = mkdtempSync(join(tmpdir(), 'qd-docs-'));
    ownExports(folder);
    database = new pg.Client({ connectionString: instance.environment.DATABASE_URL });
    await database.connect();
  }, START_MS);

  afterAll(async () => {
    await database?.end();
    if (folder) rmSync(folder, { recursive: true, force: true });
    await instance?.stop();
  }, 60_000);

  test.each(commands)('$place $line', async ({ line, exit }) => {
    await atRest(database);
    const run = await typed(line);
    // Beside a wrong exit the report then has what the command said.
    expect({ line, ...run }).toEqual({ line, exit, said: run.said });
  });

  /** What the command exits with, and everything it says: a failing one must be understood from the report. */
  function typed(line: string): Promise<{ exit: number; said: string }> {
    return new Promise((resolve) => {
      const options = { env: instance.shell, cwd: folder, timeout: 55_000 };
      execFile('sh', ['-c', line], options, (error, stdout, stderr) => {
        const exit = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
        resolve({ exit, said: `${stdout}${stderr}` });
      });
    });
  }
});

/** A reader needs a moment between two commands; cases have then done what they do by themselves. */
async function atRest(database: pg.Client): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    const { rows } = await database.query(
      `select count(*)::int as n from cases where status = 'running' and coalesce(mode, '') not in ('off', 'shadow')`,
    );
    if (rows[0].n === 0) return;
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** The folder of exports that documents name. */
function ownExports(folder: string): void {
  mkdirSync(join(folder, 'exports'));
  writeFileSync(join(folder, 'exports/partners.csv'), 'id,name,tier,region\n1,Nordlicht GmbH,Gold,EMEA\n');
  writeFileSync(join(folder, 'exports/accounts.csv'), 'id,name,domain\nA1,Hansewerft,hansewerft.example\n');
}
