import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { appendAudit } from '../../adapters/store/audit.ts';
import { type CaseChange, updateCase } from '../../adapters/store/cases.ts';
import { putEvidence } from '../../adapters/store/evidence.ts';
import { putPolicy } from '../../adapters/store/policies.ts';
import { type Store, type Tx, transact } from '../../adapters/store/pool.ts';
import { decisionAddress, putDecision } from '../../adapters/store/rerun.ts';
import { decideDeal } from '../../domain/deal/decision.ts';
import type { DealEvidence } from '../../domain/deal/evidence.ts';
import type { JsonObject } from '../../domain/json.ts';
import { cleanRegistration, POLICY } from '../domain/deal/fixtures.ts';
import { freshDatabase, type TestDatabase } from '../environment/servers.ts';
import { runCli } from './run-cli.ts';
import { addPeople, addWaiting, storeOf } from './world.ts';

/** What happened to a case, what stood then, and whether it comes out again: as processes on a real Postgres. */
let database: TestDatabase;
let folder: string;
let env: Record<string, string>;
let store: Store;

const at = (minute: number) => `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`;

beforeAll(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), 'qd-cli-'));
  env = {
    DATABASE_URL: database.appUrl,
    QUARTERDECK_ENVIRONMENT: 'development',
    QUARTERDECK_STATE: folder,
    QUARTERDECK_MASTER_KEY: randomBytes(32).toString('base64'),
    COLUMNS: '120',
  };
  store = storeOf(database.appUrl);
  await addPeople(store, join(folder, 'keys'));
  const ended = { gate: null, assignee: null, endedAt: at(10) };
  await add('101', { status: 'rolled_back', outcome: 'Approved', ...ended });
  await add('102', { status: 'waiting_for_decision' });
  const change = { partnerId: '7009' };
  await addWaiting(store, {
    externalId: '103',
    customer: 'Hansewerft',
    value: '1.00',
    noTrail: true,
    change,
  });
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

const cli = (...args: string[]) => runCli(args, env);

/** A registration that was looked at at 10:02, and when it has ended was approved, written, told of twice and rolled back. */
async function add(externalId: string, change: CaseChange): Promise<void> {
  const id = await addWaiting(store, {
    externalId,
    customer: 'Rheinwerk Logistik AG',
    value: '52344.00',
    change,
    noTrail: true,
  });
  await transact(store, async (tx) => {
    const say = (minute: number, action: string, more: JsonObject = {}, of = id) =>
      appendAudit(tx, of, { at: at(minute), actor: 'system', action, ...more });
    const decide = async (
      minute: number,
      actor: string,
      decision: string,
      reason: string,
      { of = id, to = null }: { of?: string; to?: string | null } = {},
    ) => {
      const said = { action: decision, by: actor, reason, round: 1, ...(to !== null && { to }) };
      const decisionHash = await putEvidence(tx, of, 'decision', said);
      const handed = to === null ? {} : { assignee: to, dueAt: at(58) };
      const references = { decision, round: 1, decisionHash, delegatedFrom: null, ...handed };
      await say(minute, 'decision.accepted', { actor, ...references }, of);
    };
    await say(1, 'submission.received', { revision: 1 });
    await look(tx, id, say);
    await say(3, 'gate.opened', {
      kind: 'review',
      round: 1,
      assignee: 'p-ana',
      dueAt: at(59),
      paused: false,
    });
    await say(4, 'decision.refused', {
      claimed: 'p-ana',
      decision: 'approve',
      code: 'limit',
      via: 'update',
      round: 1,
    });
    if (change.status !== 'rolled_back') {
      await unsent(tx, id, say);
      return decide(6, 'p-ana', 'reassign', 'On leave this week', { to: 'p-olga' });
    }
    await decide(5, 'p-olga', 'approve', 'Known customer');
    for (const [step, operation, undoes] of WRITES) {
      const key = `${id}/${step}/1`;
      await tx.query(
        `insert into effects (key, case_id, step, revision, operation, payload, payload_hash, status, undoes, sent_at)
          values ($1, $2, $3, 1, $4, '{}', 'h', 'done', $5, $6)`,
        [key, id, step, operation, undoes && `${id}/${undoes}/1`, at(6)],
      );
      await say(6, undoes ? 'effect.undone' : 'effect.done', { key, operation });
    }
    await say(7, 'case.closed', { outcome: 'Approved', protectedUntil: '2027-02-18T10:00:00.000Z' });
    await decide(8, 'p-olga', 'rollback', 'Registered by mistake', { of: `reversal:${id}` });
    await say(9, 'case.rollback_started');
    await say(10, 'case.rolled_back', { reversal: `reversal:${id}` });
  });
}

/** A question to the partner that named another one, and was therefore not sent. */
async function unsent(
  tx: Tx,
  id: string,
  say: (minute: number, action: string, more: JsonObject) => Promise<unknown>,
): Promise<void> {
  const operation = 'notify.send';
  const key = `${id}/notice-information_requested/1`;
  await tx.query(
    `insert into effects (key, case_id, step, revision, operation, payload, payload_hash, status, sent_at)
      values ($1, $2, 'notice-information_requested', 1, $3, '{}', 'h', 'failed', $4)`,
    [key, id, operation, at(5)],
  );
  await say(5, 'effect.failed', { key, operation, code: 'foreign_content' });
}

const WRITES = [
  ['prm-update', 'prm.updateDeal', null],
  ['notice-received', 'notify.send', null],
  ['notice-under_review', 'notify.send', null],
  ['prm-update/undo', 'prm.updateDeal', 'prm-update'],
] as const;

/** The decision of a decider, frozen with its evidence and policy as the worker freezes it. */
async function look(
  tx: Tx,
  id: string,
  say: (minute: number, action: string, more: JsonObject) => Promise<unknown>,
): Promise<void> {
  const evidence: DealEvidence = { ...cleanRegistration(), record: `registration:${id}` };
  const evidenceHash = await putEvidence(tx, id, 'gathered', evidence as unknown as JsonObject);
  const policyVersion = await putPolicy(tx, {
    lifecycle: 'deal',
    body: { deal: POLICY } as unknown as JsonObject,
    effectiveFrom: at(0),
  });
  const record = { evidenceHash, policyVersion, decision: decideDeal(evidence, POLICY) };
  await putDecision(tx, id, record);
  await updateCase(tx, id, { evidenceHash });
  const { triage_status, confidence_score } = record.decision.fields;
  await say(2, 'decision.computed', {
    ...{ revision: 1, evidence: evidenceHash, decision: decisionAddress(record), policy: policyVersion },
    ...{ mode: 'assisted', segment: 'Platinum/EMEA/standard', triage_status, confidence_score },
  });
}

describe('cases show', () => {
  test('names who decided and who took it back, with their words, and each write by what it is', async () => {
    const { stdout, stderr } = await cli('cases', 'show', '101', '--as', 'ana');
    expect(stderr).toBe('');
    expect(stdout).toMatch(/rolled back by +Olga Brandt, .*, rollback: Registered by mistake\n/);
    expect(stdout).toMatch(/decided by +Olga Brandt, .*, approve: Known customer\n/);
    expect(stdout).toMatch(/outcome +Approved, taken back since\n/);
    expect(stdout).toMatch(/Ana Ruiz\? +approve refused: above their limit \(limit\), by update\n/);
    expect(stdout).toMatch(/Olga Brandt +rollback: Registered by mistake\n.*system +case rollback started\n/);
    const writes = stdout.slice(stdout.indexOf('Written to other systems'));
    for (const name of ['prm.updateDeal', 'notify.send (received)', 'notify.send (under review)'])
      expect(writes).toContain(`  ${name} `);
    expect(writes).toContain('  undo of prm.updateDeal ');
    expect(stdout).toContain('undo of prm.updateDeal: undone');
  });

  test('a rolled-back case is nowhere said to be approved', async () => {
    const why = await cli('cases', 'why', '101', '--as', 'ana');
    expect(why.stdout).toContain(
      'It was rolled back by Olga Brandt: Registered by mistake. Everything that it',
    );
    expect(why.stdout).not.toContain('It was approved');
    const run = await cli('reviews', 'show', '101', '--as', 'ana');
    expect(run.code).toBe(5);
    expect(run.stderr).toContain('Nothing waits for a decision in deal:impartner:101: it was rolled back.');
  });

  test('a notice that was not sent is told to whoever decides', async () => {
    const { stdout } = await cli('reviews', 'show', '102', '--as', 'ana');
    expect(stdout).toContain(
      'The partner was not told: say it in other words, or tell them yourself\n' +
        '  notify.send (information requested): failed (foreign_content)\n',
    );
  });

  test('--json has the decisions with their reasons', async () => {
    const shown = JSON.parse((await cli('cases', 'show', '101', '--json')).stdout);
    expect(shown.decisions).toMatchObject([
      { by: 'p-olga', action: 'approve', reason: 'Known customer' },
      { by: 'p-olga', action: 'rollback', reason: 'Registered by mistake' },
    ]);
  });

  test('a partner sees who, not why: words of people may name others', async () => {
    const run = await cli('cases', 'show', '101', '--as', 'nora', '--json');
    expect(JSON.stringify(JSON.parse(run.stdout))).not.toMatch(/Known customer|by mistake/);
    for (const more of [[], ['--as-of', at(5)]])
      expect((await cli('cases', 'show', '103', '--as', 'nora', ...more)).code).toBe(4);
  });

  test('a partner finds the cases of others in no list', async () => {
    const own = async (...args: string[]) => (await cli('cases', ...args, '--as', 'nora')).stdout;
    const all = (await cli('cases', 'list', '--as', 'ana')).stdout;
    expect(all).toContain('deal:impartner:103');
    for (const text of [
      await own('list'),
      await own('list', '--partner', '7004'),
      await own('list', '--as-of', at(10)),
    ]) {
      expect(text).toContain('deal:impartner:101');
      expect(text).not.toContain('deal:impartner:103');
    }
    expect(await own('board')).not.toContain('103');
  });

  test('--as-of shows it as it stood, and nothing of later', async () => {
    const then = JSON.parse((await cli('cases', 'show', '101', '--as-of', at(4), '--json')).stdout);
    expect(then).toMatchObject({
      ...{ case: 'deal:impartner:101', asOf: at(4), status: 'waiting_for_decision', outcome: null },
      ...{ about: 'Rheinwerk Logistik AG', amountUsd: '52344.00', question: { assignee: 'p-ana' } },
    });
    const { stdout } = await cli('cases', 'show', '101', '--as-of', at(4), '--as', 'ana');
    expect(stdout).toMatch(
      /^deal:impartner:101, as it stood .*11:04 CET\n {2}status +waiting for decision\n/,
    );
    expect(stdout).not.toMatch(/Approved|rollback/);
    const before = JSON.parse((await cli('cases', 'show', '101', '--as-of', at(0), '--json')).stdout);
    expect(before).toMatchObject({ status: null, about: null, audit: [] });
  });

  test('whoever took a review over is named, before and after it was handed to them', async () => {
    const shown = async (minute: number) =>
      (await cli('cases', 'show', '102', '--as-of', at(minute), '--as', 'ana')).stdout;
    expect(await shown(5)).toMatch(/waits for +Ana Ruiz, due .*11:59 CET\n/);
    expect(await shown(6)).toMatch(/waits for +Olga Brandt, due .*11:58 CET\n/);
    expect(await shown(6)).toMatch(/Ana Ruiz +reassign to Olga Brandt: On leave this week\n/);
  });

  test('cases list --as-of lists what was there, as it stood', async () => {
    const list = async (...more: string[]) =>
      (
        JSON.parse((await cli('cases', 'list', '--json', ...more)).stdout) as {
          case: string;
          status: string;
        }[]
      )
        .map((one) => `${one.case} ${one.status}`)
        .sort();
    expect(await list('--as-of', at(0))).toEqual([]);
    expect(await list('--as-of', at(5))).toEqual([
      'deal:impartner:101 running',
      'deal:impartner:102 waiting_for_decision',
    ]);
    expect(await list('--as-of', at(5), '--status', 'waiting_for_decision')).toEqual([
      'deal:impartner:102 waiting_for_decision',
    ]);
    expect(await list('--as-of', at(10), '--status', 'rolled_back')).toEqual([
      'deal:impartner:101 rolled_back',
    ]);
    expect((await cli('cases', 'list', '--as-of', 'yesterday')).code).toBe(2);
  });
});

describe('cases rerun', () => {
  test('computes the decision again from what was frozen, byte-equal', async () => {
    const run = await cli('cases', 'rerun', '101');
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/^deal:impartner:101: byte-equal\n {2}decider +deal@2\n/);
    expect(JSON.parse((await cli('cases', 'rerun', '101', '--as-of', at(2), '--json')).stdout)).toMatchObject(
      {
        ...{ case: 'deal:impartner:101', result: 'equal', decider: 'deal@2' },
      },
    );
  });

  test('has nothing to compute before the first look', async () => {
    expect((await cli('cases', 'rerun', '103')).code).toBe(4);
    expect((await cli('cases', 'rerun', '101', '--as-of', at(1))).code).toBe(4);
  });

  test('says place by place what differs, with exit 3', async () => {
    await transact(store, async (tx) => {
      const evidence: DealEvidence = { ...cleanRegistration(), record: 'registration:other' };
      const evidenceHash = await putEvidence(
        tx,
        'deal:impartner:102',
        'gathered',
        evidence as unknown as JsonObject,
      );
      const policyVersion = await putPolicy(tx, {
        lifecycle: 'deal',
        body: { deal: POLICY } as never,
        effectiveFrom: at(0),
      });
      const decision = { ...decideDeal(evidence, POLICY), outcome: 'review' };
      const fields = { ...decision.fields, confidence_score: 12 };
      await putDecision(tx, 'deal:impartner:102', {
        evidenceHash,
        policyVersion,
        decision: { ...decision, fields } as never,
      });
    });
    const run = await cli('cases', 'rerun', '102');
    expect(run.code).toBe(3);
    expect(run.stdout).toContain('outcome: recorded "review", now "automatic"');
    expect(run.stdout).toContain('fields.confidence_score: recorded 12, now 91');
    expect(run.stderr).toContain('does not come out again as it was recorded');
    const { differences } = JSON.parse((await cli('cases', 'rerun', '102', '--json')).stdout);
    expect(differences).toHaveLength(2);
  });

  test('says that its evidence is gone, with exit 3', async () => {
    const admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    await admin.query("delete from evidence where case_id = 'deal:impartner:101' and kind = 'gathered'");
    await admin.end();
    const run = await cli('cases', 'rerun', '101', '--json');
    expect(run.code).toBe(3);
    expect(JSON.parse(run.stderr)).toMatchObject({ code: 'evidence_gone' });
  });
});
