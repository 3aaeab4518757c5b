import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { createAccounts } from '../../adapters/accounts/index.ts';
import { installationKey, type SigningKey } from '../../adapters/keys/keys.ts';
import { putPrograms } from '../../adapters/store/incentive-programs.ts';
import { registerInstallationKey } from '../../adapters/store/installation.ts';
import { type Store, transact } from '../../adapters/store/pool.ts';
import { openVault } from '../../adapters/store/vault.ts';
import type { Claim } from '../../domain/incentives/claim.ts';
import type { JsonObject } from '../../domain/json.ts';
import { call } from '../adapters/contract.ts';
import { aClaim, aLine, aProgram, eur, rule } from '../domain/incentives/made.ts';
import { freshDatabase, type TestDatabase } from '../environment/servers.ts';
import { runCli } from './run-cli.ts';
import { storeOf } from './world.ts';

let folder: string;
let database: TestDatabase;
let store: Store;
let key: SigningKey;
let env: Record<string, string>;
let at = '2026-02-21T09:00:00.000Z';
const cli = (...args: string[]) => runCli(['accounts', ...args], env);
const json = async (...args: string[]) => JSON.parse((await cli(...args, '--json')).stdout);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qd-accounts-'));
  database = await freshDatabase();
  store = storeOf(database.appUrl);
  const keys = join(folder, 'keys');
  key = installationKey(keys);
  env = { DATABASE_URL: database.appUrl, QUARTERDECK_KEYS: keys, QUARTERDECK_STATE: folder };
  await transact(store, async (tx) => {
    await registerInstallationKey(tx, key, new Date('2020-01-01T00:00:00Z'));
    await putPrograms(tx, key, [PROGRAM]);
  });
});
afterAll(async () => {
  await store?.close();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const PROGRAM = aProgram({
  program: 'volume',
  budget: eur('5000.00'),
  rules: [
    rule({
      ...{ by: 'volume', retroactive: true },
      steps: [
        { from: '0', below: '10000', rate: { percent: '2' } },
        { from: '10000', below: null, rate: { percent: '3' } },
      ],
    }),
  ],
  estimate: { method: 'most_likely', outcomes: [{ factor: '1', probability: '1' }] },
});
const accrue = (claim: Claim) =>
  writes().accrue.send(asJson({ program: 'volume', claim, event: claim.claim }), claim.claim, call);
const asJson = (value: object) => value as unknown as JsonObject;
const vault = openVault(randomBytes(32).toString('base64'));
const writes = () =>
  createAccounts(
    'postgres',
    {},
    { store: () => store, worker: () => ({ key, vault, now: () => new Date(at) }) },
  ).writes;

test('nothing booked is said as such, by a table and by JSON', async () => {
  expect((await cli('roll', '--as-of', '2026-01-31')).stdout).toBe('Nothing was booked until 2026-01-31.\n');
  expect((await cli('roll', '--as-of', '2026-01-31', '--partner', '7001')).stdout).toBe(
    'Nothing was booked until 2026-01-31 for partner 7001.\n',
  );
  expect(await json('roll', '--as-of', '2026-01-31')).toEqual({
    ...{ from: '2026-01-01', to: '2026-01-31', rows: [], expected: [] },
  });
  expect((await cli('statement', '7001', '--period', '2026-Q1')).stdout).toBe(
    'Nothing was booked for partner 7001 until 2026-03-31.\n',
  );
});

test.each([
  [['roll', '--as-of', '2026-02-30'], 2, 'There is no such day'],
  [['roll', '--as-of', 'yesterday'], 2, 'Write'],
  [['roll', '--as-of', '2026-01-01', '--from', '2026-02-01'], 2, 'The first day is after the last.'],
  [['statement'], 2, 'missing required argument'],
  [['statement', '7001', '--period', '2026-Q5'], 2, 'Write 2026, 2026-Q3'],
  [['why', 'nothing'], 4, 'Nothing was booked under nothing.'],
])('%j exits %i and says what to do', async (args, code, reason) => {
  const said = await cli(...args);
  expect(said).toMatchObject({ code, stdout: '' });
  expect(said.stderr.toLowerCase()).toContain(reason.toLowerCase());
});

describe('once something was booked', () => {
  beforeAll(async () => {
    await accrue(aClaim('c1', [aLine('L1', '1000.00')]));
    await accrue(aClaim('c2', [aLine('L2', '4000.00', { soldOn: '2026-02-11' })], { partner: '7002' }));
    at = '2026-03-02T09:00:00.000Z';
    await accrue(aClaim('c3', [aLine('L3', '165000.00')]));
    const refund = { program: 'volume', line: 'L1', refunded: eur('250.00'), on: '2026-03-01', event: 'r1' };
    await writes().refund.send(asJson(refund), 'r1', call);
  });

  test('the roll adds up on any day, and says what is expected apart', async () => {
    const february = await json('roll', '--as-of', '2026-02-28');
    expect(february.rows).toMatchObject([
      { partner: '7001', opening: eur('0.00'), earned: eur('20.00'), closing: eur('20.00') },
      { partner: '7002', earned: eur('80.00'), closing: eur('80.00') },
    ]);
    expect(february.expected).toMatchObject([
      { program: 'volume', earned: eur('100.00'), estimate: eur('0.00'), expected: eur('100.00') },
    ]);
    expect(february.expected[0].waiting).toEqual([]);
    const all = await json('roll', '--as-of', '2026-03-31');
    expect(all.expected).toMatchObject([{ earned: eur('95.00'), waiting: ['c3'] }]);
    expect((await cli('roll', '--as-of', '2026-03-31')).stdout.replace(/\s+/g, ' ')).toContain(
      '95.00 in all. 1 claim waits for room in the budget.',
    );
    const march = await json('roll', '--as-of', '2026-03-31', '--partner', '7001');
    expect(march.rows).toMatchObject([
      { opening: eur('20.00'), reversed: eur('5.00'), closing: eur('15.00'), onHold: eur('0.00') },
    ]);
    const { stdout, code } = await runCli(
      ['accounts', 'roll', '--as-of', '2026-02-15', '--from', '2026-02-01'],
      {
        ...env,
        COLUMNS: '140',
      },
    );
    expect({ stdout, code }).toEqual({ stdout: 'Nothing was booked until 2026-02-15.\n', code: 0 });
    const shown = (await cli('roll', '--as-of', '2026-02-28')).stdout;
    expect(shown).toMatch(/^PROGRAM +PARTNER +CUR +OPENING +EARNED +REVERSED +CLOSING +ON HOLD$/m);
    expect(shown).toContain('volume: 100.00 EUR earned; 0.00 more expected (most likely), 100.00 in all.');
  });

  test('a statement has the partner’s lines and what is owed; what is expected stands apart', async () => {
    const said = await json('statement', '7001', '--period', '2026-02');
    expect(said).toMatchObject({
      ...{ partner: '7001', from: '2026-02-01', to: '2026-02-28' },
      balances: [{ closing: eur('20.00') }],
      lines: [{ claim: 'c1', line: 'L1', kind: 'accrual', amount: eur('20.00'), heldUntil: '2026-03-23' }],
    });
    expect(said.lines.length).toBe(1);
    expect(said.claims).toEqual([{ claim: 'c1', program: 'volume', amount: eur('20.00') }]);
    const { stdout } = await cli('statement', '7001', '--period', '2026-03');
    expect(stdout).toContain('-5.00 EUR');
    // What the claim comes to in this month, and the two amounts that are never mixed.
    expect(stdout).toContain('Claim c1, volume: -5.00 EUR.');
    expect(stdout).toMatch(/Earned and not paid: 15\.00 EUR\. Expected beside it: \d+\.\d\d EUR\./);
    expect(stdout).not.toContain('7002');
  });

  test('how an amount came about is told in words, with what corrected it and what stands', async () => {
    const { stdout } = await cli('why', 'L1');
    for (const text of [
      '20.00 EUR, accrual, booked 2026-02-21 for 7001',
      'Rate: 1000 EUR × 2 % = 20.',
      '-5.00 EUR, refund, booked 2026-03-02 for 7001',
      'What stands of it: 15.00 EUR.',
    ])
      expect(stdout.replace(/\s+/g, ' ')).toContain(text);
    expect(await json('why', 'c1/L1/accrual/0')).toMatchObject({
      lines: [{ id: 'c1/L1/accrual/0' }],
      standing: null,
    });
  });

  test('a claim that waits is told so', async () => {
    expect((await cli('why', 'c3')).stdout).toBe('c3 waits: the budget has no room for it.\n');
  });

  test('an entry that nobody has signed changes no statement in silence', async () => {
    for (const args of [
      ['roll', '--as-of', '2026-02-28'],
      ['statement', '7001'],
      ['why', 'L1'],
    ])
      expect(await cli(...args)).toMatchObject({ code: 0, stderr: '' });
    await transact(store, async (tx) => {
      await tx.query(
        `insert into account_entries select 'forged', program, number, 7, kind, event, claim, line, partner_id, creditor_id, person, period,
          legal_entity, booked_on, held_until, currency, 900000, trace from account_entries where entry = 'c1/L1/accrual/0'`,
      );
      await tx.query(
        "insert into account_postings values ('forged', 'expense', 'EUR', 900000), ('forged', 'payable', 'EUR', -900000)",
      );
    });
    for (const args of [
      ['roll', '--as-of', '2026-02-28'],
      ['statement', '7001'],
      ['why', 'L1'],
    ]) {
      const said = await cli(...args);
      expect(said.code).toBe(3);
      expect(said.stderr.replace(/\s+/g, ' ')).toContain(
        'not what the signed events of the programs come to: entry forged was put there by nobody who may, and 2 more',
      );
    }
    expect(await cli('statement', '7999')).toMatchObject({ code: 0 });
  });

  test('a roll that does not add up exits 3 and says where to look', async () => {
    const owner = new pg.Client({ connectionString: database.adminUrl });
    await owner.connect();
    await owner.query('alter table account_postings disable trigger entry_balances');
    await owner.query("insert into account_postings values ('c1/L1/accrual/0', 'paid', 'EUR', -700)");
    await owner.query('alter table account_postings enable trigger entry_balances');
    await owner.end();
    const said = await cli('roll', '--as-of', '2026-02-28');
    expect(said).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('1 of 2 rows do not add up: volume 7001.'),
    });
  });
});
