import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { installationKey, newKey } from '../../adapters/keys/keys.ts';
import { putPrograms } from '../../adapters/store/incentive-programs.ts';
import { registerInstallationKey } from '../../adapters/store/installation.ts';
import { type Store, transact } from '../../adapters/store/pool.ts';
import type { IncentiveProgram } from '../../domain/incentives/program.ts';
import { incentivePrograms } from '../../installation/incentives/programs.ts';
import { freshDatabase, type TestDatabase } from '../environment/servers.ts';
import { runCli } from './run-cli.ts';
import { storeOf } from './world.ts';

const REBATE = 'policy/incentives/volume-rebate-2026.yaml';
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'qd-programs-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (name: string, text: string) => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
const rebate = () => readFileSync(REBATE, 'utf8').replace('program: volume', 'program: other');

test('a right file is told with its version, also without anything running', async () => {
  const said = await runCli(['programs', 'check', REBATE, '--json']);
  expect({ code: said.code, ...JSON.parse(said.stdout) }).toEqual({
    ...{ code: 0, file: REBATE, faults: [], program: 'volume-rebate-2026' },
    version: expect.stringMatching(/^[0-9a-f]{64}$/),
    status: expect.stringMatching(/^(planned|active|ended)$/),
  });
  expect((await runCli(['programs', 'check', REBATE])).stdout).toMatch(
    /is right: volume-rebate-2026, version\s+[0-9a-f]{12} from 2026-01-01, (planned|active|ended)\.\n$/,
  );
});

test('a wrong file exits 2 with every fault, its line and the fix', async () => {
  const file = written(
    'a.yaml',
    rebate().replace('percent: 3 ', 'percent: 1 ').replace('[credit_note]', '[tax_form]'),
  );
  const said = await runCli(['programs', 'check', file]);
  expect(said).toMatchObject({ code: 2, stdout: '' });
  expect(said.stderr).toBe(
    `${file}:22: rules.0.tiered.steps.1: a higher tier must give more than the one below it\n` +
      `${file}:27: papers: a price reduction needs a credit_note\n` +
      'Correct the file; docs/incentives.md says what each field means.\n',
  );
  const json = JSON.parse((await runCli(['programs', 'check', file, '--json'])).stdout);
  expect(json.faults.map(({ line }: { line: number }) => line)).toEqual([22, 27]);
});

test('one whose reviewers nobody is is refused: its claims would wait for ever', async () => {
  const policy = join(folder, 'policy');
  cpSync('policy', policy, { recursive: true });
  const people = join(policy, 'people.yaml');
  const text = readFileSync(people, 'utf8');
  writeFileSync(people, text.replace('role: controller,', 'role: controller, active: false,'));
  const file = written('c.yaml', rebate().replace('[partner_ops, finance]', '[controller]'));
  const said = await runCli(['programs', 'check', file], { QUARTERDECK_POLICY: policy });
  expect(said).toMatchObject({ code: 2, stdout: '' });
  expect(said.stderr).toContain(`${file}:32: reviewers: no active person is controller`);
  expect((await runCli(['programs', 'check', file])).code).toBe(0);
});

test('a version is held against those that are there', async () => {
  const file = written('b.yaml', readFileSync(REBATE, 'utf8'));
  const said = await runCli(['programs', 'check', file]);
  expect(said.code).toBe(2);
  expect(said.stderr).toContain(':6: effectiveFrom: another file has a version of volume-rebate-2026');
});

test.each([
  ['none.yaml', 4, 'There is no file'],
  ['.', 2, 'is a folder'],
])('%s is no file that can be read: exit %i', async (name, code, reason) => {
  const said = await runCli(['programs', 'check', join(folder, name)]);
  expect(said).toMatchObject({ code, stderr: expect.stringContaining(reason) });
});

test('standard input is read, and what is no program at all is told in a few lines', async () => {
  const right = await runCli(['programs', 'check', '-'], {}, rebate());
  expect(right).toMatchObject({ code: 0, stdout: expect.stringContaining('- is right: other-rebate-2026') });
  const fields = Array.from({ length: 50 }, (_, at) => `field${at}: 1`).join('\n');
  const many = await runCli(['programs', 'check', '-'], {}, fields);
  expect(many.code).toBe(2);
  expect(many.stderr.split('\n').length).toBe(23);
  expect(many.stderr).toMatch(/and \d+ more; --json has all/);
  const bomb = [
    'a: &a [1, 1]',
    ...'bcdefgh'.split('').map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[at]}`)}]`),
  ];
  const refused = await runCli(['programs', 'check', '-'], {}, bomb.join('\n'));
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('-:1: file: is no YAML: Excessive alias count'),
  });
});

const withServers = process.env.QD_TEST_UNIT ? describe.skip : describe;

withServers('programs that are in force', () => {
  let database: TestDatabase;
  let store: Store;
  let env: Record<string, string>;
  const cli = (...args: string[]) => runCli(['programs', ...args], env);
  const named = (name: string, changes: Partial<IncentiveProgram>): IncentiveProgram => {
    const found = incentivePrograms('policy').find(({ program }) => program === name);
    if (!found) throw new Error(`no program ${name}`);
    return {
      ...found,
      effectiveFrom: '2000-01-01',
      window: { from: '2000-01-01', to: '2099-12-31' },
      ...changes,
    };
  };
  const rebate = named('volume-rebate-2026', {});
  const ended = named('endpoint-launch-spiff', { window: { from: '2000-01-01', to: '2000-12-31' } });
  const later = { ...rebate, effectiveFrom: '2090-01-01', title: 'Later' };

  beforeAll(async () => {
    database = await freshDatabase();
    store = storeOf(database.appUrl);
    const keys = join(folder, 'keys');
    env = { DATABASE_URL: database.appUrl, QUARTERDECK_KEYS: keys, QUARTERDECK_STATE: folder };
    const key = installationKey(keys);
    await transact(store, async (tx) => {
      await registerInstallationKey(tx, key, new Date('2020-01-01T00:00:00Z'));
      await putPrograms(tx, key, [{ ...rebate, title: 'With a mistake' }, ended]);
      await putPrograms(tx, key, [rebate, later, ended]);
      // Put there by somebody who may write to the database and is not the installation.
      await putPrograms(tx, newKey(keys, 'p-eve'), [
        { ...rebate, effectiveFrom: '2001-01-01', title: 'Forged' },
      ]);
    });
  });
  afterAll(async () => {
    await store?.close();
    await database?.drop();
  });

  test('are listed by status and type, each in its version of today; a corrected and a forged one are not', async () => {
    const all = JSON.parse((await cli('list', '--json')).stdout);
    expect(all.map((one: Record<string, string>) => [one.program, one.title, one.status])).toEqual([
      ['endpoint-launch-spiff', 'Endpoint Pro launch SPIFF', 'ended'],
      ['volume-rebate-2026', 'Volume rebate 2026', 'active'],
    ]);
    const names = async (...args: string[]) =>
      JSON.parse((await cli('list', ...args, '--json')).stdout).map((one: IncentiveProgram) => one.program);
    expect(await names('--status', 'active')).toEqual(['volume-rebate-2026']);
    expect(await names('--type', 'spiff')).toEqual(['endpoint-launch-spiff']);
    expect((await cli('list', '--status', 'planned')).stdout).toBe('No program is so.\n');
    expect((await cli('list', '--status', 'over')).code).toBe(2);
    expect((await cli('list')).stdout).toBe(
      [
        'PROGRAM                TYPE    STATUS  UNTIL',
        '    PAYS',
        'endpoint-launch-spiff  spiff   ended   2000-12-31',
        '    seat: 5.00 EUR a unit',
        'volume-rebate-2026     rebate  active  2099-12-31',
        '    quarter: 2 %, from 100000 volume 3 %, from 250000 volume 4.5 %, retroactive',
        '',
      ].join('\n'),
    );
  });

  test('one is shown whole, as of any day', async () => {
    const { stdout } = await cli('show', 'volume-rebate-2026');
    for (const text of [
      'Volume rebate 2026 (volume-rebate-2026)\n',
      'status        active, sales from 2000-01-01 to 2099-12-31 (Europe/Berlin)\n',
      'open to       Platinum, Gold, EMEA\n',
      'pays          quarter: 2 %, from 100000 volume 3 %, from 250000 volume 4.5 %,',
      'caps          40000.00 EUR per period\n',
      'money         price reduction; needs credit note\n',
      'not paid for  public bodies\n',
      ', shown here\n',
    ])
      expect(stdout).toContain(text);
    expect((await cli('show', 'volume-rebate-2026', '--as-of', '2095-01-01')).stdout).toContain(
      'Later (volume-rebate-2026)',
    );
    // The day before the next version, in the zone of the program.
    const before = await cli('show', 'volume-rebate-2026', '--as-of', '2089-12-31');
    expect(before.stdout).toContain('Volume rebate 2026 (volume-rebate-2026)\n');
    const { versions } = JSON.parse((await cli('show', 'volume-rebate-2026', '--json')).stdout);
    expect(versions.map((one: IncentiveProgram) => one.effectiveFrom)).toEqual(['2000-01-01', '2090-01-01']);
  });

  test('one that is none is not found: exit 4', async () => {
    const said = await cli('show', 'constructor');
    expect(said).toMatchObject({
      code: 4,
      stderr: 'There is no program constructor.\nLook at quarterdeck programs list.\n',
    });
  });
});
