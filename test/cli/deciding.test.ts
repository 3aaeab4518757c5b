import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { z } from 'zod';
import { type RunningInstance, START_MS, startInstance } from './instance.ts';
import { type CliRun, runCli } from './run-cli.ts';

/** Deciding, as processes, on a whole installation with the sample channel. */
let instance: RunningInstance;
let folder: string;

beforeAll(async () => {
  instance = await startInstance();
  folder = mkdtempSync(join(tmpdir(), 'qd-cli-'));
}, START_MS);

afterAll(async () => {
  if (folder) rmSync(folder, { recursive: true, force: true });
  await instance?.stop();
}, 60_000);

const cli = (...args: string[]) => runCli(args, instance.environment);
const json = async (...args: string[]) => JSON.parse((await cli(...args, '--json')).stdout);
const shell = (line: string) => promisify(execFile)('sh', ['-c', line], { env: instance.shell });

/** A registration that waits for a Channel Manager of EMEA: the sample's conflict. */
const CASE = 'deal:impartner:102';
/** One above USD 100,000, for Partner Ops. */
const LARGE = 'deal:portal:NL~2d0900';

async function until(what: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; !(await what()); ) {
    if (Date.now() > end) throw new Error('waited 30 s in vain');
    await new Promise((done) => setTimeout(done, 200));
  }
}
const statusOf = async (id: string) => (await json('cases', 'show', id)).status as string;

describe('a decision', () => {
  test('above a limit is refused with exit 3, and says whom to ask', async () => {
    const run = await cli('reviews', 'approve', LARGE, '--reason', 'ok', '--as', 'ana');
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('ask Partner Ops');
  });

  test('after a refusal the same words are a new attempt, not the old answer', async () => {
    const first = await cli(
      'reviews',
      'override',
      CASE,
      '--edit',
      'nonsense=1',
      '--reason',
      'ok',
      '--as',
      'olga',
    );
    const second = await cli(
      'reviews',
      'override',
      CASE,
      '--edit',
      'nonsense=1',
      '--reason',
      'ok',
      '--as',
      'olga',
    );
    expect([first.code, second.code]).toEqual([2, 2]);
    expect(first.stderr).toMatch(/^The field nonsense cannot be edited; these can: customer_name, /);
    const { audit } = await json('cases', 'show', CASE);
    const refused = audit.filter(
      (row: { entry: { action: string } }) => row.entry.action === 'decision.refused',
    );
    expect(refused).toHaveLength(2);
  });

  let receipt: string;
  test('is signed, answered and leaves a receipt; repeated it answers the same', async () => {
    receipt = join(folder, 'receipt.json');
    const args = ['reviews', 'approve', CASE, '--reason', 'Known customer', '--as', 'ana', '--json'];
    const first = await cli(...args, '--receipt', receipt);
    expect(first.stderr).toBe('');
    const answer = z
      .object({
        case: z.literal(CASE),
        action: z.literal('approve'),
        final: z.literal(true),
        signed: z.literal(true),
      })
      .loose();
    answer.parse(JSON.parse(first.stdout));
    const again = await cli(...args);
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout).receipt).toEqual(JSON.parse(first.stdout).receipt);
  });

  test('taken by somebody faster exits 5 and names them and the time', async () => {
    const run = await cli('reviews', 'reject', CASE, '--reason', 'no', '--as', 'olga');
    expect(run.code).toBe(5);
    expect(run.stderr).toMatch(/was already approved by Ana Ruiz, \d\d:\d\d CES?T\./);
  });

  test('is proved by its receipt and the public key alone; a changed receipt proves nothing', async () => {
    const key = join(folder, 'installation.pub');
    writeFileSync(key, (await cli('receipt', 'key')).stdout);
    const offline = await runCli(['receipt', 'verify', receipt, '--key', key]);
    expect(offline).toMatchObject({ code: 0, stderr: '' });
    expect(offline.stdout).toContain(`approve by p-ana, round 1`);
    const forged = join(folder, 'forged.json');
    writeFileSync(forged, readFileSync(receipt, 'utf8').replace('"p-ana"', '"p-olga"'));
    expect((await runCli(['receipt', 'verify', forged, '--key', key])).code).toBe(3);
  });
});

test("the printed commands decide with Temporal's own command line, by Update and by Signal", async () => {
  const review = await json('reviews', 'show', LARGE, '--as', 'olga');
  const of = (action: string) => review.commands.find((one: { action: string }) => one.action === action);
  const { stdout } = await shell(of('reassign').signal.replace('p-olga ', 'p-ben '));
  expect(stdout).toContain('Signal workflow succeeded');
  await until(async () => (await json('reviews', 'show', LARGE)).gate.assignee === 'p-ben');
  await shell(of('approve').update);
  await until(async () => (await statusOf(LARGE)) === 'completed');
});

describe('rollback after the end', () => {
  beforeAll(() => until(async () => (await statusOf(CASE)) === 'completed'));

  test('shows its plan and does nothing without a confirmation', async () => {
    const run = await cli('rollback', CASE, '--as', 'olga');
    expect(run.code).toBe(2);
    expect(run.stdout).toMatch(/Writes reversed: \d\.\nMoney moved: none\.\nCannot be undone: /);
    expect(await statusOf(CASE)).toBe('completed');
  });

  test('a script confirms with --yes and a reason, also on a machine that knows no vendor and no master key', async () => {
    expect((await cli('rollback', CASE, '--as', 'olga', '--yes')).code).toBe(2);
    const own = Object.entries(instance.environment).filter(
      ([name]) => !/^QUARTERDECK_(?:MASTER_KEY|RATES|PRM|CRM|NOTIFY|STAFF|TICKETS|ENRICH|LLM)/.test(name),
    );
    const confirmed = ['--as', 'olga', '--yes', '--reason', 'By mistake'];
    const run = await runCli(['rollback', CASE, ...confirmed], Object.fromEntries(own));
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/prm\.\w+ .*is taken back, or corrected/);
    await until(async () => (await statusOf(CASE)) === 'rolled_back');
    expect((await cli('rollback', CASE, '--as', 'olga', '--yes', '--reason', 'Again')).code).toBe(5);
  });
});

describe('bulk approval', () => {
  test('stops at --max and shows the plan before it asks', async () => {
    const tooMany = await cli('reviews', 'approve', '--all', '--max', '1', '--as', 'ana');
    expect(tooMany.code).toBe(2);
    expect(tooMany.stderr).toContain('more than --max 1');
    const [one, two] = (await json('reviews', 'list', '--as', 'ana')) as Array<{ case: string }>;
    const plan = await cli('reviews', 'approve', one?.case ?? '', two?.case ?? '', '--as', 'ana');
    expect(plan.code).toBe(2);
    expect(plan.stdout).toContain('This approves 2 deal registrations:');
  });

  test('tells each answer', async () => {
    const args = [
      'reviews',
      'approve',
      '--all',
      '--max',
      '99',
      '--yes',
      '--reason',
      'Weekly call',
      '--as',
      'ana',
      '--json',
    ];
    const run = await cli(...args);
    const row = z.object({ case: z.string(), problem: z.null(), receiptFile: z.string() }).loose();
    expect(z.array(row).min(2).parse(JSON.parse(run.stdout)).length).toBeGreaterThanOrEqual(2);
    expect(run.code).toBe(0);
    expect((await cli('reviews', 'list', '--as', 'ana')).stdout).toMatch(/^Nothing waits for you; /);
  });
});

describe('submitting', () => {
  const submit = (input: string, form: string, ...more: string[]): Promise<CliRun> =>
    runCli(['cases', 'submit', '-', '--form', form, ...more], instance.environment, input);
  const deal = {
    id: 'CLI-1',
    source_partner_id: '7001',
    customer_name: 'Werft Stralsund GmbH',
    estimated_value: '12000.00',
    currency: 'USD',
    expected_close_date: '2027-03-31',
    primary_contact_email: 'einkauf@werft-stralsund.example',
  };

  test('prints a row per registration with its case', async () => {
    const run = await submit(JSON.stringify(deal), 'json', '--json');
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(run.stdout)).toMatchObject([
      { case: 'deal:files:CLI~2d1', state: 'accepted', problem: null },
    ]);
  });

  test('has a text read first, and says with --wait what became of it', async () => {
    const text = 'Customer: Kai Rostock GmbH\nPartner id 7001\nValue: USD 9000\n';
    const run = await submit(text, 'txt', '--json');
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject([
      { case: null, state: 'reading', intake: expect.stringMatching(/^intake:files:/) },
    ]);
    const waited = await submit(text, 'txt', '--wait', '--json');
    expect(JSON.parse(waited.stdout)).toMatchObject([
      { case: expect.stringMatching(/^deal:files:/), state: 'accepted', intake: null },
    ]);
  });

  test('rejects wrong input with exit 2, keeps it, and takes it in again on retry', async () => {
    const run = await submit(
      JSON.stringify({ ...deal, id: 'CLI-2', estimated_value: '-5' }),
      'json',
      '--json',
    );
    expect(run.code).toBe(2);
    const [row] = JSON.parse(run.stdout);
    expect(row).toMatchObject({ case: null, state: 'rejected', problem: { field: 'estimated_value' } });
    const letters = (await json('cases', 'retry')) as Array<{ id: string }>;
    expect(letters.map((letter) => letter.id)).toContain(row.deadLetter);
    const retried = await cli('cases', 'retry', row.deadLetter.slice(0, 30), '--json');
    expect(retried.code).toBe(2);
    expect(JSON.parse(retried.stdout)).toMatchObject([{ state: 'rejected', deadLetter: row.deadLetter }]);
    expect(((await json('cases', 'retry')) as typeof letters).map((letter) => letter.id)).toContain(
      row.deadLetter,
    );
  });

  test('a partly good file exits 0 and names what was rejected', async () => {
    const csv = `id,source_partner_id,customer_name,estimated_value,currency,expected_close_date,primary_contact_email
CLI-3,7001,Hafen Wismar GmbH,8000,USD,2027-03-31,a@hafen-wismar.example
CLI-4,7001,Hafen Wismar GmbH,8000,XXQ,2027-03-31,a@hafen-wismar.example
`;
    const run = await submit(csv, 'csv', '--json');
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout).map((row: { state: string }) => row.state)).toEqual([
      'accepted',
      'rejected',
    ]);
  });
});

test('cases touched --rollback takes back exactly what a build has written since, each by a decision of its own', async () => {
  // What was submitted before must have come to rest; what is only watched, or parked, goes on for months.
  const moving = async () =>
    (
      (await json('cases', 'list', '--status', 'running', '--limit', '1000')) as { mode: string | null }[]
    ).filter(({ mode }) => mode !== 'shadow' && mode !== 'off');
  await until(async () => (await moving()).length === 0);
  const since = new Date().toISOString();
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const csv = `id,source_partner_id,customer_name,estimated_value,currency,expected_close_date,primary_contact_email
CLI-7,7001,Reederei Usedom GmbH,7000,USD,2027-03-31,a@reederei-usedom.example
CLI-8,7001,Kranbau Anklam GmbH,7000,USD,2027-03-31,a@kranbau-anklam.example
`;
  await runCli(['cases', 'submit', '-', '--form', 'csv'], instance.environment, csv);
  const ids = ['deal:files:CLI~2d7', 'deal:files:CLI~2d8'];
  await until(async () => (await Promise.all(ids.map(statusOf))).every((status) => status === 'completed'));
  const those = [
    'cases',
    'touched',
    '--adapter-build',
    `quarterdeck ${version}`,
    '--since',
    since,
    '--rollback',
  ];
  const run = await cli(...those, '--yes', '--reason', 'A wrong build', '--as', 'olga', '--json');
  expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
  const answers = JSON.parse(run.stdout) as { case: string; problem: null; receiptFile: string }[];
  expect(answers.map((one) => one.case).sort()).toEqual(ids);
  expect(answers.every(({ problem, receiptFile }) => problem === null && existsSync(receiptFile))).toBe(true);
  await until(async () => (await Promise.all(ids.map(statusOf))).every((status) => status === 'rolled_back'));
});

describe('the installation', () => {
  test('is healthy, its audit whole, its figures counted', async () => {
    const doctor = await cli('doctor', '--reconcile', '--as', 'olga', '--json');
    const shape = z.object({
      checks: z
        .array(z.object({ name: z.string(), state: z.enum(['ok', 'skipped']), found: z.string() }))
        .min(15),
      reconciled: z.array(z.unknown()).length(0),
    });
    shape.parse(JSON.parse(doctor.stdout));
    expect(doctor.code).toBe(0);
    const audit = await json('audit', 'verify');
    expect(audit).toMatchObject({ problems: [] });
    expect(audit.rows).toBeGreaterThan(20);
    const trail = await cli('audit', 'export', '--case', CASE);
    for (const line of trail.stdout.trim().split('\n'))
      expect(JSON.parse(line)).toMatchObject({ case: CASE });
    expect(await json('metrics')).toMatchObject({
      cases: expect.any(Number),
      firstReviewMinutes: { n: expect.any(Number) },
      approvalRate: { share: expect.any(Number) },
      segments: expect.arrayContaining([expect.objectContaining({ segment: 'Platinum/EMEA/standard' })]),
    });
  });

  test('rollout: shows, refuses a promotion without agreement, switches off after its plan', async () => {
    const rows = z.array(
      z.object({
        segment: z.string(),
        mode: z.string(),
        agreement: z.object({ counted: z.object({ n: z.int() }), confirmed: z.object({ n: z.int() }) }),
      }),
    );
    expect(rows.parse(await json('rollout', 'show')).length).toBeGreaterThan(0);
    const promotion = await cli('rollout', 'set', 'Gold/EMEA/*', 'automated', '--reason', 'x', '--as', 'sam');
    expect(promotion.code).toBe(3);
    const off = await cli(
      'rollout',
      'off',
      'Gold/EMEA/*',
      '--yes',
      '--reason',
      'CRM is being migrated',
      '--as',
      'sam',
    );
    expect(off).toMatchObject({ code: 0, stderr: '' });
    expect(off.stdout).toMatch(/Writes reversed: none.*\n.*Money moved: none/);
    expect((await cli('rollout', 'off', 'Gold/EMEA/*', '--yes', '--reason', 'x', '--as', 'nora')).code).toBe(
      3,
    );
    const refused = await json('rollout', 'refused');
    expect(refused).toMatchObject([
      { segment: 'Gold/EMEA/*', to: 'off', by: 'p-nora', reason: 'x', code: 'role', why: expect.any(String) },
      { segment: 'Gold/EMEA/*', to: 'automated', by: 'p-sam', code: 'not_offered' },
    ]);
    const shown = (await cli('rollout', 'show')).stdout.replaceAll(/\s+/g, ' ');
    expect(shown).toMatch(
      /Refused in the last 90 days: .*Gold\/EMEA\/\* off → off by Nora Lind: .*may not do this; ask an Admin \(role\)/,
    );
    expect(shown).toMatch(/assisted → automated by Sam Adeyemi: .+ \(not_offered\)/);
  });

  test('doctor names a row of the rollout that nobody has signed', async () => {
    const planted = `insert into rollout (lifecycle, segment, mode, reason, changed_by)
      values ('deal', 'Bronze/AMER/planted', 'automated', 'x', 'p-sam')`;
    const app = new pg.Client({ connectionString: instance.environment.DATABASE_URL });
    await app.connect();
    await app.query(planted);
    const run = await cli('doctor', '--json');
    await app.query("update rollout set mode = 'shadow' where segment = 'Bronze/AMER/planted'");
    await app.end();
    expect(run.code).toBe(6);
    const { checks } = JSON.parse(run.stdout) as { checks: { name: string; state: string; found: string }[] };
    expect(checks.find(({ name }) => name === 'rollout')).toMatchObject({
      state: 'failed',
      found: expect.stringMatching(
        /^Bronze\/AMER\/planted \(.*\) is set to automated, which nobody has signed; it counts as shadow$/,
      ),
    });
  });

  test('keys: a new one signs, a revoked one does not', async () => {
    const made = await json('keys', 'new', '--as', 'yuki');
    expect(await json('whoami', '--as', 'yuki')).toMatchObject({ key: { kid: made.kid, state: 'good' } });
    expect((await cli('keys', 'revoke', made.kid, '--as', 'yuki')).code).toBe(0);
    expect((await cli('keys', 'revoke', made.kid, '--as', 'yuki')).code).toBe(5);
    expect(await json('whoami', '--as', 'yuki')).toMatchObject({ key: { state: 'revoked' } });
  });
});
