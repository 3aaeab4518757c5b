import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { caseFacts } from '../../activities/case-facts.ts';
import { sealDeal } from '../../adapters/intake/deal/sealed.ts';
import { appendAudit, auditOf } from '../../adapters/store/audit.ts';
import { type CaseChange, getCase } from '../../adapters/store/cases.ts';
import { putRegistration, registrationOf } from '../../adapters/store/deal/registrations.ts';
import { getEvidence, putEvidence } from '../../adapters/store/evidence.ts';
import { type Store, transact } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import { insertSubmission } from '../../adapters/store/submissions.ts';
import { openVault, type Vault } from '../../adapters/store/vault.ts';
import type { RegistrationStatus } from '../../domain/deal/registration.ts';
import { freshDatabase, type TestDatabase } from '../environment/servers.ts';
import { runCli } from './run-cli.ts';
import { addPeople, addWaiting, cliEnvironment, storeOf } from './world.ts';

/** `deals answer`, `extend` and `appeal` as processes: real Postgres and Temporal, no worker, a CRM of files. */
let database: TestDatabase;
let folder: string;
let store: Store;
let vault: Vault;
let env: Record<string, string>;
/** All test files share one Temporal. */
const RUN = `H${Date.now().toString(36)}`;

async function add(name: string, change: CaseChange, status: RegistrationStatus): Promise<string> {
  const externalId = `${RUN}_${name}`;
  const id = await addWaiting(store, { externalId, customer: 'Borealis AG', value: '48000.00', change });
  const at = new Date().toISOString();
  await transact(store, async (tx) => {
    const deal = {
      submission: {
        source_partner_id: '7001',
        submission_timestamp: '2026-11-20T08:00:00.000Z',
        customer_name: 'Borealis AG',
        opportunity_name: null,
        stated_value: { amount: '48000.00', currency: 'USD' },
        expected_close_date: '2027-02-26',
        primary_contact_email: null,
        partner_notes: 'Board approved.',
        program: 'standard',
        provenance: 'structured' as const,
        territories: [],
        product_families: [],
        non_standard_discount: false,
      },
      submitted_by: null,
      problems: [],
      attachments: [],
    };
    const canonical = { version: '1', content: 'c', ...(await sealDeal(tx, vault, id, deal as never)) };
    const submission = { case: id, revision: 1, updateId: `${id}/1`, canonical, contentHash: 'h' };
    await insertSubmission(tx, vault, { ...submission, receivedAt: at });
    await putRegistration(tx, {
      case: id,
      partnerId: '7001',
      customerName: 'Borealis AG',
      normalisedName: 'borealis',
      domain: 'borealis.example',
      status,
      submittedAt: '2026-11-20T08:00:00.000Z',
      protectedUntil: status === 'Approved' ? '2099-02-18T13:30:00.000Z' : null,
      closureReason: status === 'Rejected' ? 'Conflict' : null,
    });
    if (change.status !== 'completed') return;
    const { outcome } = change;
    const decision = status === 'Rejected' ? 'reject' : 'approve';
    await appendAudit(tx, id, {
      at,
      actor: 'p-olga',
      action: 'decision.accepted',
      decision,
      decisionHash: 'd',
    });
    await appendAudit(tx, id, { at, actor: 'system', action: 'case.closed', outcome: outcome ?? null });
    await tx.query(
      `insert into effects (key, case_id, step, revision, operation, payload, payload_hash, status, landed)
        values ($1 || '/opportunity/1', $1, 'opportunity', 1, 'crm.upsertOpportunity', '{}', 'h', 'done', '{"id":"O-1"}')`,
      [id],
    );
  });
  return id;
}

beforeAll(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), 'qd-cli-'));
  const crm = join(folder, 'crm');
  mkdirSync(crm);
  writeFileSync(join(crm, 'accounts.csv'), 'Id,Name,Domain\nA-1,Borealis AG,borealis.example\n');
  const head = 'Id,AccountId,Name,Stage,ModifiedAt';
  writeFileSync(join(crm, 'opportunities.csv'), `${head}\nO-1,A-1,Renewal,Proposal,2026-11-20T08:00:00Z\n`);
  writeFileSync(join(folder, 'rates.csv'), 'date,currency,usd\n2026-11-20,EUR,1.09\n');
  const files = JSON.stringify({ folder: crm, out: join(folder, 'out') });
  env = {
    ...cliEnvironment(database.appUrl, folder),
    TEMPORAL_ADDRESS: process.env.QD_TEST_TEMPORAL ?? '',
    QUARTERDECK_MASTER_KEY: randomBytes(32).toString('base64'),
    QUARTERDECK_RATES: join(folder, 'rates.csv'),
    QUARTERDECK_TASK_QUEUE: `nobody-${RUN}`,
    QUARTERDECK_PRM: 'files',
    QUARTERDECK_PRM_SETTINGS: files,
    QUARTERDECK_CRM: 'files',
    QUARTERDECK_CRM_SETTINGS: files,
    QUARTERDECK_NOTIFY: 'files',
    QUARTERDECK_NOTIFY_SETTINGS: JSON.stringify({ folder: join(folder, 'outbox'), from: 'a@b.example' }),
  };
  store = storeOf(database.appUrl);
  vault = openVault(env.QUARTERDECK_MASTER_KEY ?? '');
  await addPeople(store, join(folder, 'keys'));
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

const cli = (...args: string[]) => runCli(args, env);
const ended = (outcome: string) => ({
  status: 'completed' as const,
  endedAt: new Date().toISOString(),
  outcome,
  gate: null,
  assignee: null,
});
const problem = (run: { stderr: string }) => JSON.parse(run.stderr) as Record<string, unknown>;

/** The trail says that this person did so; their signature proves it, and says nothing of the words. */
async function provedIn(id: string, action: string, actor: string): Promise<void> {
  const entry = (await auditOf(statement(store), id)).find((row) => row.entry.action === action)?.entry;
  expect(entry).toMatchObject({ actor, signedWith: expect.any(String), wordsHash: expect.any(String) });
  const { proved, problems } = JSON.parse((await cli('audit', 'verify', '--case', id, '--json')).stdout);
  expect(proved).toBeGreaterThan(0);
  expect(problems.filter((one: { kind: string }) => one.kind === 'not_signed')).toEqual([]);
  const proof = await getEvidence(statement(store), String(entry?.proofHash));
  expect(JSON.stringify(proof)).not.toMatch(/borealis|telephone|met them/i);
}

describe('deals answer', () => {
  test('fills a gap, keeps the note for the reviewer, and whoever enters it no longer decides', async () => {
    const id = await add('asked', { status: 'waiting_for_partner' }, 'Under Review');
    const args = ['deals', 'answer', id, '--as', 'ana', '--json'];
    expect(problem(await cli(...args, '--set', 'customer_name=Other AG'))).toMatchObject({
      field: 'customer_name',
      exit: 2,
    });
    expect(problem(await cli(...args, '--set', 'primary_contact_email=nobody'))).toMatchObject({ exit: 2 });
    expect(problem(await cli(...args, '--set', 'nothing'))).toMatchObject({ field: 'set', exit: 2 });
    expect((await cli(...args)).code).toBe(2);
    // Of another partner, and of a role that submits nothing.
    for (const by of ['priya', 'finn', 'aude'])
      expect(problem(await cli('deals', 'answer', id, '--as', by, '--note', 'x', '--json'))).toMatchObject({
        code: 'role',
        exit: 3,
      });
    const run = await cli(
      ...args,
      '--set',
      'primary_contact_email=it@borealis.example',
      '--note',
      'By telephone',
    );
    expect(JSON.parse(run.stdout)).toMatchObject({ case: id, revision: 2, state: 'accepted' });
    const row = await getCase(statement(store), id);
    expect(row).toMatchObject({ revision: 2, submittedBy: ['p-ana'] });
    const { rows } = await statement(store).query<{ text: string }>(
      'select canonical::text as text from submissions where case_id = $1 and revision = 2',
      [id],
    );
    expect(rows[0]?.text).toContain('answered_by_hand');
    expect(rows[0]?.text).not.toMatch(/it@borealis|By telephone/);
    await provedIn(id, 'submission.answered', 'p-ana');
  });

  test('is refused where nobody was asked', async () => {
    const id = await add('decided', ended('Approved'), 'Approved');
    expect(problem(await cli('deals', 'answer', id, '--as', 'ana', '--note', 'x', '--json'))).toMatchObject({
      code: 'not_asked',
      exit: 5,
    });
  });
});

describe('deals extend', () => {
  test('extends once, signed; a second time and the wrong people are refused', async () => {
    const id = await add('protected', ended('Approved'), 'Approved');
    const extend = (by: string) =>
      cli('deals', 'extend', id, '--as', by, '--reason', 'A pilot runs', '--json');
    expect(problem(await extend('finn'))).toMatchObject({ code: 'role', exit: 3 });
    const run = await extend('ana');
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout)).toEqual({ case: id, protectedUntil: '2099-05-19T13:30:00.000Z' });
    expect(await registrationOf(statement(store), id)).toMatchObject({
      protectedUntil: '2099-05-19T13:30:00.000Z',
    });
    expect((await auditOf(statement(store), id)).at(-1)?.entry).toMatchObject({
      action: 'protection.extended',
      actor: 'p-ana',
      signedWith: expect.any(String),
    });
    expect(problem(await extend('olga'))).toMatchObject({ code: 'not_offered', exit: 3 });
    const why = await cli('cases', 'why', id, '--as', 'ana');
    expect(why.stdout).not.toContain('deals extend');
  });
});

describe('deals appeal', () => {
  test('opens the next case; its reviewer reads why, and there is no second', async () => {
    const id = await add('rejected', ended('Rejected'), 'Rejected');
    const appeal = (by: string) =>
      cli('deals', 'appeal', id, '--as', by, '--reason', 'We met them in May', '--json');
    expect(problem(await appeal('priya'))).toMatchObject({ code: 'role', exit: 3 });
    expect(
      problem(await cli('deals', 'appeal', id, '--as', 'nora', '--reason', ' ', '--json')),
    ).toMatchObject({
      code: 'malformed',
      exit: 2,
    });
    const run = await appeal('nora');
    expect(JSON.parse(run.stdout)).toEqual({ case: `${id}~2`, appealOf: id });
    expect(problem(await appeal('ana'))).toMatchObject({ code: 'not_offered', exit: 3 });
    const why = await cli('cases', 'why', `${id}~2`, '--as', 'ben');
    expect(why.stdout).toContain('Why it was appealed\n  - We met them in May');
    expect((await cli('cases', 'why', id, '--as', 'ben')).stdout).toContain(
      `It was appealed: quarterdeck cases why`,
    );
    const row = await getCase(statement(store), `${id}~2`);
    expect(row).toMatchObject({ submittedBy: ['p-nora'], summary: { appeal_of: id } });
    expect(
      (await caseFacts(statement(store), { kid: '', publicKey: '' }, `${id}~2`)).formerReviewers,
    ).toEqual(['p-olga']);
    const { entry } = (await auditOf(statement(store), id)).at(-1) ?? {};
    expect(entry).toMatchObject({ action: 'appeal.opened', actor: 'p-nora', signedWith: expect.any(String) });
  });
});

describe('cases touched', () => {
  const at = new Date().toISOString();
  const touched = async (...args: string[]) =>
    (JSON.parse((await cli('cases', 'touched', ...args, '--json')).stdout) as { case: string }[]).map(
      (one) => one.case,
    );
  let first: string;
  let second: string;
  beforeAll(async () => {
    first = await add('T_1', ended('Approved'), 'Approved');
    second = await add('T_2', ended('Rejected'), 'Rejected');
    const computed = (id: string, policy: string, build: string) =>
      transact(store, (tx) =>
        appendAudit(tx, id, { at, actor: 'system', action: 'decision.computed', policy, build }),
      );
    await computed(first, 'a1b2c3', 'build-7');
    await computed(second, 'a1b2ff', 'build-8');
    await transact(store, (tx) =>
      putEvidence(tx, first, 'model', {
        ...{ schemaVersion: 1, case: first, prompt: 'explain-deal', promptHash: 'f00d01', system: '', at },
        attempts: [{ model: 'small-model-1' }],
        fallbackReason: null,
      }),
    );
  });

  test.each([
    [['--policy', 'a1b2c3'], 'first'],
    [['--policy', 'a1b2'], 'both'],
    [['--policy', '1b2'], 'none'],
    [['--adapter-build', 'build-8'], 'second'],
    [['--adapter-build', 'build'], 'none'],
    [['--model', 'small-model-1'], 'first'],
    [['--model', 'small-model'], 'none'],
    [['--prompt', 'f00d'], 'first'],
    [['--policy', 'a1b2', '--since', '2099-01-01T00:00Z'], 'none'],
  ])('%j: %s', async (args, which) => {
    const expected = { first: [first], second: [second], both: [first, second], none: [] }[which];
    expect((await touched(...args)).sort()).toEqual(expected?.sort());
  });

  test('lists outcome, money and what stands; every version that is named must have been used', async () => {
    const both = ['--policy', 'a1b2', '--model', 'small-model-1'];
    const run = await cli('cases', 'touched', ...both, '--json');
    expect(JSON.parse(run.stdout)).toMatchObject([
      { case: first, use: 'explain-deal', outcome: 'Approved', standing: 1 },
      { case: first, use: 'decision.computed', outcome: 'Approved', standing: 1 },
    ]);
    expect(await touched('--policy', 'a1b2ff', '--model', 'small-model-1')).toEqual([]);
    const text = await cli('cases', 'touched', '--policy', 'a1b2', '--as', 'ana');
    expect(text.stdout).toContain('2 cases; writes of 2 stand (--rollback plans taking them back).');
    expect((await cli('cases', 'touched')).code).toBe(2);
  });

  test('--rollback plans the reversal of exactly those, and does nothing without a yes', async () => {
    const plan = await cli('cases', 'touched', '--policy', 'a1b2c3', '--rollback', '--json');
    expect(JSON.parse(plan.stdout)).toMatchObject([
      { case: first, lines: [{ operation: 'crm.upsertOpportunity' }] },
    ]);
    const unconfirmed = await cli('cases', 'touched', '--policy', 'a1b2', '--rollback', '--as', 'olga');
    expect(unconfirmed.code).toBe(2);
    expect(unconfirmed.stdout).toContain(`Rolling back ${first}, in this order:`);
    expect(unconfirmed.stdout).toContain(`Rolling back ${second}, in this order:`);
    expect(
      (await auditOf(statement(store), first)).some(({ entry }) => entry.action === 'case.rollback_started'),
    ).toBe(false);
  });
});
