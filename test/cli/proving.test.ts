import { randomBytes, randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyReceipt } from '../../adapters/keys/receipts.ts';
import { addCheckpoint, lastCheckpoint } from '../../adapters/store/checkpoints.ts';
import { putEvidence } from '../../adapters/store/evidence.ts';
import { transact } from '../../adapters/store/pool.ts';
import { anchorText } from '../../domain/anchors.ts';
import { gateFixture, QUESTION } from '../activities/gate/gate-fixture.ts';
import { runCli } from './run-cli.ts';

/** Keys, people and the audit as commands of a production installation, on a real Postgres with decisions that were really taken. */
let fixture: Awaited<ReturnType<typeof gateFixture>>;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  fixture = await gateFixture();
  folder = mkdtempSync(join(tmpdir(), 'qd-proving-'));
  cpSync('policy', join(folder, 'policy'), { recursive: true });
  env = {
    DATABASE_URL: fixture.database.appUrl,
    DATABASE_AUDITOR_URL: fixture.database.auditorUrl,
    QUARTERDECK_ENVIRONMENT: 'production',
    QUARTERDECK_KEYS: fixture.folder,
    QUARTERDECK_MASTER_KEY: randomBytes(32).toString('base64'),
    QUARTERDECK_POLICY: join(folder, 'policy'),
    QUARTERDECK_STATE: folder,
  };
  for (const by of ['p-olga', 'p-ana', 'p-olga']) await decided(by);
  await transact(fixture.store, (tx) => addCheckpoint(tx, fixture.installation, '2026-07-13T09:00:00.000Z'));
});

afterAll(async () => {
  await fixture.store.close();
  rmSync(folder, { recursive: true });
});

async function decided(by: string): Promise<void> {
  const id = await fixture.newCase();
  const evidenceHash = await transact(fixture.store, (tx) => putEvidence(tx, id, 'gathered', { case: id }));
  const question = { ...QUESTION, evidenceHash };
  const gate = await fixture.activities.openGate({ case: id, step: randomUUID(), question, previous: null });
  const said = { action: 'reject' as const, by, reason: 'no', round: gate.round };
  const request = await fixture.signed({ case: id, evidenceHash }, said);
  const standing = { gate, rolledBack: null, undoable: true, ended: false };
  const asked = {
    case: id,
    step: randomUUID(),
    via: 'update' as const,
    request,
    standing,
    editsProblem: null,
  };
  const answer = await fixture.activities.verifyDecision(asked);
  if ('refusal' in answer) throw new Error(answer.refusal.message);
}

const as = (person: string, ...args: string[]) => runCli(args, { ...env, QUARTERDECK_PERSON: person });
async function json(person: string, ...args: string[]) {
  const run = await as(person, ...args, '--json');
  expect({ args, code: run.code, stderr: run.stderr }).toEqual({ args, code: 0, stderr: '' });
  return JSON.parse(run.stdout);
}

describe('audit verify', () => {
  test('counts what is proved, with the installation’s key from outside the database', async () => {
    const report = await json('p-aude', 'audit', 'verify');
    expect(report).toMatchObject({
      proved: 3,
      problems: [],
      before: [],
      installationKey: fixture.installation.kid,
    });
    const elsewhere = await runCli(['audit', 'verify'], { ...env, QUARTERDECK_KEYS: folder });
    expect(elsewhere.code).toBe(0);
    expect(elsewhere.stderr).toContain(
      "The installation's key was taken from the database that it shall prove",
    );
    const pub = join(folder, 'installation.pub');
    writeFileSync(pub, (await as('p-aude', 'receipt', 'key')).stdout);
    expect((await as('p-aude', 'audit', 'verify', '--key', pub)).code).toBe(0);
    writeFileSync(pub, fixture.keys['p-ana']?.publicKey ?? '');
    expect(await as('p-aude', 'audit', 'verify', '--key', pub)).toMatchObject({ code: 3 });
    rmSync(pub);
  });

  test('compares with what a witness holds', async () => {
    const last = await transact(fixture.store, lastCheckpoint);
    if (!last) throw new Error('no checkpoint');
    const file = join(folder, 'mail.eml');
    writeFileSync(file, `Subject: Audit checkpoint\r\n\r\n${anchorText(last)}\r\n`);
    const good = await as('p-aude', 'audit', 'verify', '--witness', file);
    expect(good).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`The witness holds checkpoint ${last.number}`),
    });
    writeFileSync(file, anchorText({ ...last, hash: 'a'.repeat(64) }));
    const rewritten = await as('p-aude', 'audit', 'verify', '--witness', file);
    expect(rewritten).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('the history was rewritten'),
    });
    writeFileSync(file, 'nothing');
    const empty = await as('p-aude', 'audit', 'verify', '--witness', file);
    expect(empty).toMatchObject({ code: 2, stderr: expect.stringContaining('holds no checkpoint') });
  });

  test('names a decision that somebody has written into the trail, exit 3', async () => {
    const entry = {
      at: '2026-07-13T09:00:00.000Z',
      actor: 'p-cora',
      action: 'decision.accepted',
      signedWith: null,
    };
    const client = await fixture.store.pool.connect();
    try {
      await client.query('begin');
      await client.query("select audit_append('deal:test:1', $1)", [JSON.stringify(entry)]);
      await client.query('commit');
    } finally {
      client.release();
    }
    const run = await as('p-aude', 'audit', 'verify', '--case', 'deal:test:1');
    expect(run.code).toBe(3);
    expect(run.stdout.replaceAll(/\s+/g, ' ')).toContain('no receipt vouches for');
  });
});

describe('for an auditor', () => {
  test('a sample has one folder for each decision, and is the same for the same seed', async () => {
    const out = join(folder, 'sample');
    const args = ['audit', 'sample', '--n', '2', '--seed', 's1', '--period', '2026-Q3', '--out', out];
    const drawn = await json('p-aude', ...args);
    expect(drawn).toMatchObject({ population: 4, n: 2, seed: 's1' });
    expect(readdirSync(out)).toHaveLength(4);
    expect(await json('p-aude', ...args)).toEqual(drawn);
    const population = readFileSync(join(out, 'population.csv'), 'utf8').trim().split('\n');
    expect(population).toHaveLength(5);
    expect(population.filter((line) => /,[12]$/.test(line))).toHaveLength(2);
    const all = join(folder, 'all');
    await json('p-aude', 'audit', 'sample', '--seed', 's', '--period', '2026-07', '--out', all);
    const items = readdirSync(all).filter((name) => !name.includes('.'));
    const read = (item: string, name: string) =>
      JSON.parse(readFileSync(join(all, item, `${name}.json`), 'utf8'));
    const real = items.filter((item) => read(item, 'receipt') !== null);
    expect([items.length, real.length]).toEqual([4, 3]);
    for (const item of real) {
      expect(verifyReceipt(read(item, 'receipt'), fixture.installation.publicKey)).toEqual({ genuine: true });
      expect(read(item, 'decision')).toMatchObject({ action: 'reject', reason: 'no' });
      expect(read(item, 'evidence')).toMatchObject({ case: expect.stringMatching(/^deal:test:/) });
      expect(read(item, 'rerun')).toEqual({ result: 'no_machine_decision' });
      expect(read(item, 'authority').authorityVersion).toBeGreaterThan(0);
    }
  });

  test('segregation of duties: none met in one person', async () => {
    expect(await json('p-aude', 'audit', 'duties', '--period', '2026-07')).toMatchObject({
      decisions: 4,
      violations: [],
      byPerson: expect.arrayContaining([{ person: 'p-olga', decisions: 2, inPlaceOf: 0, ownSubmissions: 0 }]),
    });
    expect((await as('p-aude', 'audit', 'duties', '--period', 'soon')).code).toBe(2);
  });
});

describe('in production', () => {
  test('a new key counts once an Admin has countersigned it, and only an Admin can', async () => {
    const made = await json('p-yuki', 'keys', 'new');
    expect(made.authorityVersion).toBeNull();
    const state = async () => (await json('p-yuki', 'whoami')).key.state;
    expect(await state()).toBe('not countersigned');
    const countersign = (by: string) =>
      as(by, 'keys', 'countersign', made.kid, '--yes', '--reason', 'By phone');
    expect(await countersign('p-ben')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('an Admin may'),
    });
    expect(await countersign('p-yuki')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('is not countersigned'),
    });
    expect(await json('p-sam', 'keys', 'countersign')).toMatchObject([
      { kid: made.kid, fingerprint: made.fingerprint },
    ]);
    expect((await countersign('p-sam')).code).toBe(0);
    expect(await state()).toBe('good');
    expect((await countersign('p-sam')).code).toBe(5);
  });

  test('people.yaml is put in force by an Admin, and authority as-of knows what was before', async () => {
    const file = join(folder, 'policy/people.yaml');
    const limited = readFileSync(file, 'utf8').replace(
      'role: finance,',
      "role: finance, limitUsd: '999000',",
    );
    writeFileSync(file, limited);
    const apply = (by: string) => as(by, 'people', 'apply', '--yes', '--reason', 'Quarter end');
    expect(await apply('p-finn')).toMatchObject({ code: 3, stderr: expect.stringContaining('an Admin may') });
    const limitOf = async (at: string) =>
      (await json('p-aude', 'authority', 'as-of', at)).find(
        (row: { person: { id: string } }) => row.person.id === 'p-finn',
      ).limitUsd;
    const now = new Date(Date.now() + 60_000).toISOString();
    expect(await limitOf(now)).toBe('250000');
    const done = await apply('p-sam');
    expect(done).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('p-finn: limitUsd none → 999000.00'),
    });
    expect(await limitOf(now)).toBe('999000.00');
    expect(await limitOf('2026-07-20')).toBe('250000');
    expect((await as('p-aude', 'authority', 'as-of', '2019-01-01')).code).toBe(4);
    expect((await apply('p-sam')).stdout).toContain('are in force as they are');
  });

  test('a key that was lost earlier is revoked since then, and what it has decided since is listed', async () => {
    const { kid = '' } = fixture.keys['p-ana'] ?? {};
    const since = '2026-07-13T07:00:00Z';
    const run = await as('p-sam', 'keys', 'revoke', kid, '--since', since);
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('audit verify lists it') });
    const lines = (await as('p-aude', 'audit', 'verify')).stdout.replaceAll(/\s+/g, ' ');
    expect(lines).toContain(
      `decision.accepted by p-ana was signed with key ${kid}, which is not trusted since`,
    );
    expect((await as('p-sam', 'keys', 'revoke', kid, '--since', '2026-07-14T00:00:00Z')).code).toBe(5);
  });
});
