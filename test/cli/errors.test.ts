import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { loadKey } from '../../adapters/keys/keys.ts';
import { program } from '../../cli/program.ts';
import { freshDatabase, type TestDatabase } from '../environment/servers.ts';
import { runCliProcess } from './cli-process.ts';
import { runCli } from './run-cli.ts';
import { addPeople, addWaiting, cliEnvironment, NOW, storeOf } from './world.ts';

/** One error per exit code, by a process of its own; where a part is said to be down, nothing listens there. */
let database: TestDatabase;
let folder: string;
let env: Record<string, string>;
let nobody: number;

beforeAll(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), 'qd-cli-'));
  nobody = await closedPort();
  env = {
    ...cliEnvironment(database.appUrl, folder),
    TEMPORAL_ADDRESS: `127.0.0.1:${nobody}`,
  };
  const store = storeOf(database.appUrl);
  try {
    await addPeople(store, join(folder, 'keys'));
    await addWaiting(store, { externalId: '101', customer: 'Nordlicht GmbH', value: '48000.00' });
    await addWaiting(store, {
      externalId: '103',
      customer: 'Bodegas Duero SA',
      value: '9900.00',
      change: { gate: null, assignee: null, status: 'completed', endedAt: NOW, outcome: 'Approved' },
    });
    // No release has ever written such a day.
    await addWaiting(store, {
      externalId: '999',
      customer: 'Broken',
      value: '1.00',
      gate: { dueAt: 'soon' },
    });
  } finally {
    await store.close();
  }
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

const told = (text: string) =>
  text.replaceAll(String(nobody), 'PORT').replaceAll(folder, 'STATE').split('\n').slice(0, 2).join('\n');

describe('every exit code has its error', () => {
  test('1: a defect says that it is one', async () => {
    const run = await runCliProcess(['reviews', 'show', 'impartner:999'], env);
    expect(run.code).toBe(1);
    // What broke inside is the defect's own; how it is told is ours.
    expect(told(run.stderr).replace(/(Quarterdeck: ).*/, '$1WHAT BROKE')).toMatchSnapshot();
    expect(run.stderr).toContain('at ');
  });

  test('2: wrong usage names the argument', async () => {
    const run = await runCliProcess(['reviews', 'reject', 'impartner:101'], env);
    expect({ code: run.code, told: told(run.stderr) }).toMatchSnapshot();
  });

  test('3: policy says no', async () => {
    const { kid } = loadKey(join(folder, 'keys'), 'p-olga');
    const run = await runCliProcess(['keys', 'revoke', kid, '--as', 'ana'], env);
    expect({ code: run.code, told: told(run.stderr) }).toMatchSnapshot();
  });

  test('4: there is no such case', async () => {
    const run = await runCliProcess(['cases', 'show', 'deal:impartner:404'], env);
    expect({ code: run.code, told: told(run.stderr) }).toMatchSnapshot();
  });

  test('5: it is decided already', async () => {
    const run = await runCliProcess(['reviews', 'show', 'impartner:103'], env);
    expect({ code: run.code, told: told(run.stderr) }).toMatchSnapshot();
  });

  test.each([
    ['nothing is running', {}],
    ['Postgres is away', { DATABASE_URL: 'postgresql://quarterdeck_app:x@127.0.0.1:PORT/quarterdeck' }],
    ['Temporal is away', undefined],
  ])('6: %s', async (_, given) => {
    const others =
      given &&
      Object.fromEntries(
        Object.entries(given).map(([name, value]) => [name, value.replace('PORT', String(nobody))]),
      );
    const args = ['reviews', 'approve', 'impartner:101', '--reason', 'ok', '--as', 'ana'];
    const run = given ? await runCliProcess(['reviews', 'list'], others) : await runCliProcess(args, env);
    expect({ code: run.code, told: told(run.stderr) }).toMatchSnapshot();
  });
});

describe('wrong usage', () => {
  test.each([
    [['reviews', 'lst']],
    [['reviews', 'list', '--limit', 'many']],
    [['reviews', 'list', '--at', 'yesterday']],
    [['reviews', 'approve']],
    [['reviews', 'approve', '--all']],
    [['reviews', 'sign', 'impartner:101', 'approve', '--to', 'olga', '--reason', 'x', '--as', 'ana']],
    [['reviews', 'sign', 'impartner:101', 'approve', '--reason', 'x', '--update', '--signal', '--as', 'ana']],
    [['cases', 'list', '--status', 'open']],
    [['cases', 'submit']],
    [['rollout', 'set', 'EMEA', 'off', '--reason', 'x']],
    [['rollout', 'off', '*/*/*', '--as', 'sam']],
    [['rollout', 'off', '*/*/*', '--yes', '--as', 'sam']],
    [['audit', 'verify', '--anchor', '7']],
    [['init']],
    [['nonsense']],
  ])('%j exits 2, on one or two lines, and changes nothing', async (args) => {
    const run = await runCli(args, env);
    expect({ args, code: run.code }).toEqual({ args, code: 2 });
    expect(run.stderr.trim()).not.toBe('');
    expect(run.stderr.trim().split('\n').length).toBeLessThanOrEqual(3);
  });

  test('acting as somebody else is for development only', async () => {
    const run = await runCli(['reviews', 'list', '--as', 'ana'], {
      ...env,
      QUARTERDECK_ENVIRONMENT: 'production',
    });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('Outside development nobody can act as somebody else.');
  });

  test('a decision without a person says whom to name', async () => {
    const reject = ['reviews', 'reject', 'impartner:101', '--reason', 'x'];
    const own = await runCli(reject, env);
    expect(own.code).toBe(2);
    expect(own.stderr).toContain('Name one of your people, by the id in policy/people.yaml: --as ID');
    const sample = await runCli(reject, { ...env, QUARTERDECK_SANDBOX: tmpdir() });
    expect(sample.code).toBe(2);
    expect(sample.stderr).toContain('--as ana');
  });
});

/** A port on which nothing listens: taken, noted and given back. */
function closedPort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

describe('a path that cannot be used is one sentence', () => {
  test.each([
    { out: 'no-folder/audit.jsonl', why: 'its folder does not exist' },
    { out: '.', why: 'it is a folder' },
    { out: 'file/audit.jsonl', why: 'a part of its path is a file, not a folder' },
    { out: 'n'.repeat(300), why: 'its name is too long' },
  ])('audit export --out: $why', async ({ out, why }) => {
    writeFileSync(join(folder, 'file'), '');
    const path = join(folder, out);
    const run = await runCli(['audit', 'export', '--out', path], env);
    expect(run).toEqual({
      code: 2,
      stdout: '',
      stderr: `${path} cannot be written: ${why}.\nName a file that you may write.\n`,
    });
  });

  test('a device, which may have no end, is refused before it is read', async () => {
    const run = await runCli(['cases', 'submit', '/dev/zero', '--as', 'ana'], env);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringMatching(/^\/dev\/zero is a device\.\n/) });
  });

  test('audit export to a full disk', async () => {
    const run = await runCli(['audit', 'export', '--out', '/dev/full'], env);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/^\/dev\/full cannot be written: its disk is full\.\n/);
  });

  test.each([
    ['receipt', 'verify', 'file/x.json'],
    ['cases', 'submit', 'file/x.csv', '--as', 'ana'],
    ['reviews', 'override', 'impartner:101', '--edits', 'file/x.json', '--reason', 'x', '--as', 'ana'],
    ['init', '--data', 'file/x'],
  ])('%s %s reads %s', async (...args) => {
    writeFileSync(join(folder, 'file'), '');
    const typed = args.map((one) => (one.startsWith('file/') ? join(folder, one) : one));
    const run = await runCli(typed, env);
    expect([2, 4]).toContain(run.code);
    expect(run.stderr.split('\n').filter(Boolean)).toHaveLength(2);
    expect(run.stderr).toContain(join(folder, 'file/x'));
  });
});

describe('a setting that cannot be used is one sentence, and no defect', () => {
  const wrongToml = () => {
    const file = join(folder, 'temporal.toml');
    writeFileSync(file, '[profile\n');
    return file;
  };
  const wrongKey = () => {
    const keys = join(folder, 'wrong-keys');
    mkdirSync(keys, { recursive: true });
    writeFileSync(join(keys, 'installation.pem'), 'no key', { mode: 0o600 });
    writeFileSync(join(keys, 'p-ana.pem'), 'no key', { mode: 0o600 });
    return keys;
  };

  test.each<[string[], () => Record<string, string>, RegExp]>([
    [
      ['cases', 'list'],
      () => ({ DATABASE_URL: 'nonsense' }),
      /^DATABASE_URL is not the address of a database\./,
    ],
    [
      ['whoami'],
      () => ({ DATABASE_URL: 'http://127.0.0.1/x' }),
      /^DATABASE_URL is not the address of a database\./,
    ],
    [
      ['cases', 'list'],
      () => ({ DATABASE_URL: `${database.appUrl}_gone` }),
      /^Postgres has no database of the name in DATABASE_URL\./,
    ],
    [
      ['reviews', 'views'],
      () => ({ TEMPORAL_CONFIG_FILE: wrongToml() }),
      /^The settings of Temporal cannot be used: /,
    ],
    [
      ['audit', 'verify', '--witness'],
      () => ({ QUARTERDECK_WITNESS: '{"file"' }),
      /^QUARTERDECK_WITNESS is not/,
    ],
    [['audit', 'verify'], () => ({ QUARTERDECK_KEYS: wrongKey() }), /installation\.pem holds no private key/],
    [['authority', 'as-of', '2026-11-28'], () => ({ QUARTERDECK_KEYS: wrongKey() }), /holds no private key/],
    [['cases', 'retry'], () => ({}), /^QUARTERDECK_MASTER_KEY is not set\./],
  ])('%j', async (args, setting, told) => {
    const run = await runCli(args, { ...env, ...setting() });
    expect({ code: run.code, lines: run.stderr.trim().split('\n').length }).toEqual({ code: 2, lines: 2 });
    expect(run.stderr).toMatch(told);
  });

  test('whoami says why a key cannot be used, not that there is none', async () => {
    const keys = wrongKey();
    writeFileSync(join(keys, 'installation.pub'), '');
    rmSync(join(keys, 'installation.pem'));
    const run = await runCli(['whoami', '--as', 'ana', '--json'], { ...env, QUARTERDECK_KEYS: keys });
    expect(JSON.parse(run.stdout)).toMatchObject({
      key: null,
      keyProblem: expect.stringContaining('p-ana.pem holds no private key'),
    });
  });
});

/** What people and scripts type by mistake, and what strangers try. */
const WRONG = [
  ...[
    '',
    ' ',
    '-1',
    'x'.repeat(3_000),
    '../../etc/passwd',
    "'; drop table cases; --",
    '{"a":',
    '\u202e\u0007',
  ],
  ...[
    'deal:',
    '*',
    '9999-99-99T99:99Z',
    '0000-01-01T00:00Z',
    '+275760-09-13T00:00:00Z',
    '99999999999',
    '999999999',
    '__proto__',
  ],
];
/** So that a command with one wrong word gets as far as it can without a Temporal. */
const TYPED: Record<string, string> = {
  ...{
    segment: 'Nowhere/EMEA/standard',
    mode: 'shadow',
    action: 'approve',
    instant: '2026-11-27',
    person: 'olga',
  },
  ...{ period: '2026', until: '2027-01-01T00:00Z', to: 'olga', a: 'Heron', b: 'Heron GmbH' },
};
/** Options that name what is written: it shall be written below the test's folder. */
const WRITES = ['out', 'template', 'receipt'];
const below = (name: string) => join(folder, 'typed', name.replaceAll('..', 'up'));
const typed = (name: string) =>
  WRITES.includes(name) ? below('written') : (TYPED[name] ?? 'nothing-of-that-name');

/** Every command that does something, as typed. `doctor` asks whoever is away, which takes its time. */
function doing(command: Command, above: string[] = []): { path: string[]; command: Command }[] {
  return command.commands.flatMap((child) => {
    const path = [...above, child.name()];
    const own = child.commands.length === 0 || child.registeredArguments.length > 0;
    return [...(own && child.name() !== 'doctor' ? [{ path, command: child }] : []), ...doing(child, path)];
  });
}

/** The command lines of a command with one wrong word each. */
function wronglyTyped({ path, command }: { path: string[]; command: Command }, from: number): string[][] {
  const words = command.registeredArguments.map((one) => typed(one.name()));
  const options = command.options.filter(({ required, optional }) => required || optional);
  const needed = (but: unknown) =>
    command.options
      .filter((one) => one.mandatory && one !== but)
      .flatMap((one) => [`${one.long}=${typed(one.attributeName())}`]);
  const lines = [
    ...words.map((_, at) => (wrong: string) => [
      ...words.slice(0, at),
      wrong,
      ...words.slice(at + 1),
      ...needed(null),
    ]),
    ...options.map((one) => (wrong: string) => [
      ...words,
      `${one.long}=${WRITES.includes(one.attributeName()) ? below(wrong) : wrong}`,
      ...needed(one),
    ]),
  ];
  return lines.flatMap((line, at) =>
    [0, 7].map((more) => [
      ...path,
      ...line(WRONG[(from + at + more) % WRONG.length] as string),
      '--as',
      'sam',
    ]),
  );
}

test('whatever is typed, no command ends as a defect, in silence or with a page of words', async () => {
  const commands = doing(await program());
  const lines = commands.flatMap((one, index) => wronglyTyped(one, index));
  const wrong = [];
  for (const args of lines) {
    const { code, stderr } = await runCli(args, {
      ...env,
      QUARTERDECK_STATE: join(folder, 'typed'),
      QUARTERDECK_MASTER_KEY: Buffer.alloc(32).toString('base64'),
    });
    const refused =
      code === 0 ? 'told' : stderr.trim() === '' ? 'silent' : stderr.length > 5_000 ? 'long' : 'told';
    if (![0, 2, 3, 4, 5].includes(code ?? -1) || refused !== 'told')
      wrong.push({ args, code, refused, stderr });
  }
  expect(wrong).toEqual([]);
  expect(commands.length).toBeGreaterThan(45);
  expect(lines.length).toBeGreaterThan(250);
}, 240_000);
