import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readXlsx } from 'hucre/xlsx';
import { CLONE, readRuntime } from '../../scripts/setup/state.ts';
import { type CliRun, runCli } from '../cli/run-cli.ts';
import { endsWithRun } from '../environment/run.ts';

/** From a newcomer's exports to a segment that acts by itself, by the commands of the documents alone. */

const DAY = 86_400_000;
const data = mkdtempSync(join(tmpdir(), 'qd-own-data-'));
// Not in there: as root, the user postgres must be able to enter it.
const state = mkdtempSync('/var/tmp/qd-own-state-');
let starter: ChildProcess | undefined;
let said = '';

const put = (name: string, rows: readonly string[]) =>
  writeFileSync(join(data, name), `${rows.join('\n')}\n`);
const daysAgo = (days: number) => new Date(Date.now() - days * DAY).toISOString().slice(0, 10);
const one = (text: string) => text.replaceAll(/\s+/g, ' ');

/** The command in another terminal. */
function quarterdeck(...args: string[]): Promise<CliRun> {
  return runCli(args, { ...readRuntime(state)?.environment, QUARTERDECK_STATE: state });
}

async function json<T>(...args: string[]): Promise<T> {
  const run = await quarterdeck(...args, '--json');
  if (run.code !== 0) throw new Error(`${args.join(' ')} ended with ${run.code}: ${run.stderr}`);
  return JSON.parse(run.stdout) as T;
}

async function until<T>(what: string, look: () => T | Promise<T>, seconds = 120): Promise<NonNullable<T>> {
  for (const end = Date.now() + seconds * 1000; ; await sleep(200)) {
    const found = await look();
    if (found) return found as NonNullable<T>;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}; npm start said:\n${said}`);
  }
}

const written = (port: string, operation: string) => {
  const folder = join(data, 'out', port);
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files
    .filter((file) => file.startsWith(`${operation}-`))
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')).payload);
};

/** Names that are like none of the others. */
function customer(number: number): { name: string; domain: string } {
  const digest = createHash('sha256').update(`past ${number}`).digest();
  const word = [...digest.subarray(0, 11)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
  return { name: word, domain: `${word}.example` };
}

const PAST_HEAD =
  'Deal ID;Partner ID;Customer;Deal value;Currency;Close Date;Contact Email;Notes;Submitted at;Decision;Decided at;Decided by;Reason';

/** A registration of the past as a German spreadsheet writes it. */
function pastRow(
  number: number,
  days: number,
  decision: string,
  change: { partner?: string; like?: number } = {},
): string {
  const { name, domain } = customer(change.like ?? number);
  const partner = change.partner ?? '00007';
  const closes = daysAgo(days - 60);
  const why = decision === 'Genehmigt' ? '' : 'Kunde ist vergeben';
  return `PR-${number};${partner};${name};18.000,50;EUR;${closes};it@${domain};Budget ist da;${daysAgo(days)};${decision};${daysAgo(days - 1)};K. Vogt;${why}`;
}

/** 240 that people approved in the last eighty days, one of each ten days a second partner's for the same customer, rejected, and older ones. */
const PAST = [
  PAST_HEAD,
  ...Array.from({ length: 240 }, (_, n) => pastRow(n, 80 - Math.floor(n / 3.2), 'Genehmigt')),
  ...Array.from({ length: 6 }, (_, n) =>
    pastRow(500 + n, 4 + n, 'Abgelehnt', { partner: '00012', like: 200 + n }),
  ),
  ...Array.from({ length: 20 }, (_, n) => pastRow(700 + n, 200 + n, n === 0 ? 'Abgelehnt' : 'Genehmigt')),
];

beforeAll(() => {
  put('partners.csv', [
    'id,name,tier,region,email,approved_registrations,win_rate,certified,manager',
    '00007,Nordlicht Systems GmbH,Platinum,EMEA,deals@nordlicht.example,300,0.6,yes,p-kv',
    '00012,Lumiere SA,Gold,EMEA,deals@lumiere.example,40,0.5,yes,p-kv',
  ]);
  put('accounts.csv', ['id,name,domain', '00100007,Hansewerft AG,hansewerft.example']);
  put('people.csv', [
    'id,name,role,email,region,zone,manager',
    'p-kv,K. Vogt,channel_manager,kv@own.example,EMEA,Europe/Berlin,p-ms',
    'p-ms,M. Sommer,partner_ops,ms@own.example,EMEA,Europe/Berlin,',
    'p-ad,A. Dahl,admin,ad@own.example,EMEA,Europe/Berlin,',
  ]);
  const days = Array.from({ length: 260 }, (_, n) => daysAgo(n));
  put('rates.csv', ['date,currency,usd', ...days.map((day) => `${day},EUR,1.08`)]);
  put('past.csv', PAST);
});

afterAll(async () => {
  if (starter && starter.exitCode === null) {
    const gone = new Promise((done) => starter?.once('exit', done));
    starter.kill('SIGINT');
    await gone;
  }
  for (const folder of [data, state]) rmSync(folder, { recursive: true, force: true });
});

test('what is wrong with the exports is said before anything is set up', async () => {
  const row = (account: string, partner: string) =>
    `O1,${account},Renewal,Negotiation,${daysAgo(3)}T00:00:00Z,${partner},${daysAgo(9)}`;
  const head = 'id,account_id,name,stage,modified_at,partner_id,created_at';
  put('opportunities.csv', [head, row('100007', '12'), row('100007', '12')]);
  const wrong = await quarterdeck('init', '--data', data);
  expect(wrong.code).toBe(2);
  for (const part of ['00100007 of accounts.csv', '00012 of partners.csv', 'row 2 has this one'])
    expect(one(wrong.stdout)).toContain(part);
  expect(existsSync(join(state, 'settings.json'))).toBe(false);
  put('opportunities.csv', [head, row('00100007', '00012')]);
  const good = await quarterdeck('init', '--data', data);
  expect({ code: good.code, stderr: good.stderr }).toEqual({ code: 0, stderr: '' });
}, 120_000);

test('it starts on its own data, in shadow, with nothing of the sample', async () => {
  const { QD_TEST_OFFSET_MS: _, ...env } = process.env;
  starter = endsWithRun(
    spawn(process.execPath, [join(CLONE, 'scripts/start.ts')], {
      cwd: CLONE,
      env: { ...env, QUARTERDECK_STATE: state, QUARTERDECK_LLM: 'none' },
    }),
  );
  for (const stream of [starter.stdout, starter.stderr]) stream?.on('data', (chunk) => (said += chunk));
  await until('the start', () => said.includes('Quarterdeck is running'));
  expect(said).not.toContain('sample channel');
  expect((await quarterdeck('rollout', 'show')).stdout).toContain('every segment is in shadow');
  expect(one((await quarterdeck('whoami', '--as', 'ana')).stderr)).toContain('Nobody here is called "ana"');
  await until('the mirror', async () => (await quarterdeck('cases', 'list')).code === 0);
}, 240_000);

test('the past is rehearsed, kept, and can be taken back whole', async () => {
  const check = await quarterdeck('rollout', 'rehearse', join(data, 'past.csv'), '--check');
  expect({ code: check.code, stderr: check.stderr }).toEqual({ code: 0, stderr: '' });
  const text = one(check.stdout);
  expect(text).toMatch(/Platinum\/EMEA\/standard 260 260 259 of 260 \d+\.\d % automated/);
  expect(text).toContain('People rejected 1 of them, worth USD 19,441');
  // A second partner's for a customer who was registered then is asked about, and is not taken for agreed.
  expect(text).toMatch(/Gold\/EMEA\/standard 6 0 – – assisted/);
  expect(text).toContain('PR-700');
  expect(text).toContain('Nothing was kept');
  expect((await json<{ segments: unknown[] }>('rollout', 'status')).segments).toEqual([]);

  const first = await json<{ kept: { import: string; kept: number } }>(
    ...['rollout', 'rehearse', join(data, 'past.csv'), '--as', 'ms'],
  );
  expect(first.kept.kept).toBe(266);
  const again = await json<{ kept: { kept: number; before: number } }>(
    ...['rollout', 'rehearse', join(data, 'past.csv'), '--as', 'ms'],
  );
  expect(again.kept).toMatchObject({ kept: 0, before: 266 });
  const back = await quarterdeck(
    ...['rollout', 'take-back', first.kept.import, '--as', 'ms', '--yes', '--reason', 'Wrong file'],
  );
  expect(back.code).toBe(0);
  const early = ['rollout', 'promote', 'Platinum/EMEA/standard', '--as', 'ad', '--yes', '--reason', 'Now'];
  expect(await quarterdeck(...early)).toMatchObject({ code: 3 });
  const kept = await json<{ kept: { kept: number } }>(
    'rollout',
    'rehearse',
    join(data, 'past.csv'),
    '--as',
    'ms',
  );
  expect(kept.kept.kept).toBe(266);
  // Nobody was told, and no vendor heard of it.
  expect(existsSync(join(data, 'out'))).toBe(false);
}, 240_000);

test('a registration is only watched in shadow, and taken live when people decide', async () => {
  const fresh = (id: string, number: number, partner: string) => {
    const { name, domain } = customer(number);
    return `${id};${partner};${name};18.000,50;EUR;${daysAgo(-60)};it@${domain};Budget ist da`;
  };
  const head = 'Deal ID;Partner ID;Customer;Deal value;Currency;Close Date;Contact Email;Notes';
  put('new.csv', [head, fresh('IN-1', 900, '00012'), fresh('IN-2', 901, '00012')]);
  await quarterdeck('cases', 'submit', join(data, 'new.csv'));
  type Listed = { case: string; mode: string; status: string; outcome: string | null }[];
  const listed = () => json<Listed>('cases', 'list', '--segment', 'Gold/EMEA/standard');
  await until('the look', async () => (await listed()).filter(({ mode }) => mode === 'shadow').length === 2);
  put('decided.csv', ['id,status', 'IN-1,Genehmigt']);
  expect(
    one((await quarterdeck('rollout', 'decided', join(data, 'decided.csv'), '--as', 'ms')).stdout),
  ).toContain('Of 1 decisions: 1 compared');
  const live = ['rollout', 'take-live', 'Gold/EMEA/*', '--as', 'ms', '--yes', '--reason', 'Shadow is over'];
  expect(one((await quarterdeck(...live)).stderr)).toContain('is in shadow still');
  await quarterdeck(
    'rollout',
    'set',
    'Gold/EMEA/standard',
    'assisted',
    '--as',
    'ad',
    '--reason',
    'People decide',
  );
  const taken = await json<{ taken: string[] }>(...live);
  expect(taken.taken).toEqual(['deal:files:IN~2d2']);
  await until('the question', async () =>
    (await listed()).some((row) => row.case === 'deal:files:IN~2d2' && row.status === 'waiting_for_decision'),
  );
  const approve = ['reviews', 'approve', 'IN-2', '--as', 'kv', '--reason', 'Known customer'];
  expect(await quarterdeck(...approve)).toMatchObject({ code: 0 });
}, 240_000);

test('the segment that the past carries is promoted, and what it approves is created in the PRM', async () => {
  const status = await quarterdeck('rollout', 'status');
  expect(one(status.stdout)).toContain(
    'the agreement carries automated: quarterdeck rollout promote Platinum/EMEA/standard',
  );
  const promoted = await quarterdeck(
    ...[
      'rollout',
      'promote',
      'Platinum/EMEA/standard',
      '--as',
      'ad',
      '--yes',
      '--reason',
      'The past carries it',
    ],
  );
  expect({ code: promoted.code, stderr: promoted.stderr }).toEqual({ code: 0, stderr: '' });
  expect(one(promoted.stdout)).toContain('history, and on the look at 200');
  const { name, domain } = customer(950);
  writeFileSync(
    join(data, 'inbox', 'one.csv'),
    `Deal ID,Partner ID,Customer,Deal value,Currency,Close Date,Contact Email,Notes\nIN-9,00007,${name},21000.00,USD,${daysAgo(-60)},it@${domain},Budget is there\n`,
  );
  await until('the creation', () =>
    written('prm', 'createDeal').some(({ externalId }) => externalId === 'IN-9'),
  );
  expect(written('prm', 'createDeal')).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        externalId: 'IN-9',
        partnerId: '00007',
        fields: expect.objectContaining({ customer_name: name }),
      }),
      expect.objectContaining({ externalId: 'IN-2', partnerId: '00012' }),
    ]),
  );
  await until('the end', async () => {
    const rows = await json<{ case: string; outcome: string | null }[]>('cases', 'list');
    return rows.filter(({ outcome }) => outcome === 'Approved').length === 2;
  });
}, 240_000);

test('results come home under the headings that they came with', async () => {
  const out = join(data, 'results');
  const run = await quarterdeck('results', '--out', out, '--like', join(data, 'new.csv'));
  expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
  const { sheets } = await readXlsx(readFileSync(join(out, 'results.xlsx')));
  const [heading = [], ...rows] = (sheets[0]?.rows ?? []).map((row) => row.map(String));
  expect(heading.slice(0, 8)).toEqual([
    'Deal ID',
    'Partner ID',
    'Customer',
    'Deal value',
    'Currency',
    'Close Date',
    'Contact Email',
    'Notes',
  ]);
  const second = Object.fromEntries(heading.map((name, at) => [name, rows[1]?.[at]]));
  expect(second).toMatchObject({
    ...{ 'Deal ID': 'IN-2', 'Partner ID': '00012', 'Deal value': '18.000,50', status: 'Approved' },
    ...{ decided_by: 'K. Vogt', decision_reason: 'Known customer', decided_how: 'approve' },
  });
  const writes = readFileSync(join(out, 'writes.csv'), 'utf8');
  expect(writes).toMatch(/^\uFEFFdeal_id,case,write/);
  expect(writes).toMatch(/IN-2,deal:files:IN~2d2,prm\.createDeal,prm\.createDeal,done/);
  // The file is one that registrations can be submitted from.
  const check = await json<{ would: string }[]>('cases', 'submit', join(out, 'decisions.csv'), '--check');
  expect(check.map(({ would }) => would)).toEqual(['submit', 'submit']);
}, 120_000);
