import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { parse } from 'yaml';
import { retentionActivities } from '../../../activities/kit/retention.ts';
import { appendAudit, auditOf } from '../../../adapters/store/audit.ts';
import { verifyAudit } from '../../../adapters/store/audit-verify.ts';
import { insertCase } from '../../../adapters/store/cases.ts';
import { putDeadLetter } from '../../../adapters/store/dead-letters.ts';
import { putEvidence } from '../../../adapters/store/evidence.ts';
import { transact } from '../../../adapters/store/pool.ts';
import { keepUntil } from '../../../adapters/store/retention.ts';
import { retentionSchema } from '../../../contracts/policy-retention.ts';
import type { retention } from '../../../workflows/retention.ts';
import { aCase, openedDatabase } from '../../adapters/store/database.ts';
import { devServer, workflowBundle } from '../../environment/servers.ts';

const db = openedDatabase();
const file = parse(readFileSync(join(import.meta.dirname, '../../../policy/retention.yaml'), 'utf8'));
const days = retentionSchema.parse(file);
const DELETABLE = ['dead_letters', 'webhook_events', 'steps', 'nonces'] as const;

const run = () =>
  retentionActivities({ store: db.app, retention: days, now: () => new Date() }).deletePastRetention();
const daysAgo = (count: number) => new Date(Date.now() - count * 86_400_000).toISOString();
const counts = async () => {
  const { rows } = await db.admin.query(
    DELETABLE.map((table) => `select '${table}' as name, count(*)::int from ${table}`).join(' union all '),
  );
  return Object.fromEntries(rows.map((row) => [row.name, row.count]));
};

/** One row of everything, as old as told; the case has this status since then. */
async function rowsOf(age: number, status = 'completed'): Promise<{ case: string; letter: string }> {
  const row = aCase();
  const at = daysAgo(age);
  const letter = await transact(db.app, async (tx) => {
    await insertCase(tx, row);
    await appendAudit(tx, row.case, { at, actor: 'system', action: 'case.started' });
    await putEvidence(tx, row.case, 'gathered', { of: row.case });
    const problem = { code: 'malformed', title: 'Not a registration', fix: 'Send it as JSON' };
    const origin = { lifecycle: 'deal', source: 'portal', contentType: null } as const;
    const input = { ...origin, body: Buffer.from('?'), problem, receivedAt: at };
    return putDeadLetter(tx, db.vault, input);
  });
  const id = randomUUID();
  await db.admin.query('update cases set status = $2, ended_at = $3 where case_id = $1', [
    row.case,
    status,
    at,
  ]);
  await db.admin.query("insert into webhook_events values ('portal', $1, 'x', $2)", [id, at]);
  await db.admin.query("insert into steps values ($1, $2, '{}', $3)", [id, row.case, at]);
  await db.admin.query("insert into nonces values ($1, $2, 'kid', $3)", [id, row.case, at]);
  return { case: row.case, letter };
}

beforeEach(async () => {
  for (const table of DELETABLE) await db.admin.query(`delete from ${table}`);
});

describe('the retention run', () => {
  test('deletes what is past its time, keeps what is not, and says so in one audit row', async () => {
    await rowsOf(91);
    await rowsOf(89);
    const kept = await db.admin.query('select count(*) from evidence');
    const before = await transact(db.app, (tx) => auditOf(tx, 'retention'));

    const deleted = { deadLetters: 1, webhookEvents: 1, steps: 1, nonces: 1 };
    expect(await run()).toEqual(deleted);
    expect(await counts()).toEqual({ dead_letters: 1, webhook_events: 1, steps: 1, nonces: 1 });
    expect((await db.admin.query('select count(*) from evidence')).rows).toEqual(kept.rows);
    const rows = await transact(db.app, (tx) => auditOf(tx, 'retention'));
    expect(rows).toHaveLength(before.length + 1);
    expect(rows.at(-1)?.entry).toMatchObject({ actor: 'system', action: 'retention.run', deleted, days });
    expect((await transact(db.auditor, (tx) => verifyAudit(tx))).problems).toEqual([]);
    expect(await run()).toEqual({ deadLetters: 0, webhookEvents: 0, steps: 0, nonces: 0 });
  });

  test("destroys a deleted letter's key, so that a backup's copy of it stays shut", async () => {
    const live = async () =>
      (await db.admin.query('select from subjects where wrapped_key is not null')).rowCount ?? 0;
    await rowsOf(400);
    const before = await live();
    await run();
    expect(await live()).toBe(before - 1);
  });

  test.each(['running', 'waiting_for_decision', 'waiting_for_partner', 'rollback_incomplete'])(
    'keeps the steps of a case that is %s, however old',
    async (status) => {
      await rowsOf(400, status);
      expect(await run()).toMatchObject({ steps: 0 });
    },
  );

  test('keeps the steps of an ended case for as long as its lifecycle needs them', async () => {
    const { case: id } = await rowsOf(400);
    const until = async (days: number | null) => {
      const instant = days === null ? null : new Date(Date.now() + days * 86_400_000).toISOString();
      await transact(db.app, (tx) => keepUntil(tx, id, instant));
      return (await run()).steps;
    };
    expect(await until(30)).toBe(0);
    expect(await until(-30)).toBe(0);
    expect(await until(-200)).toBe(1);
  });
});

describe('the database', () => {
  test.each(DELETABLE)('lets the app delete nothing younger than 31 days from %s', async (table) => {
    await rowsOf(30);
    await rowsOf(32);
    const { rowCount } = await transact(db.app, (tx) => tx.query(`delete from ${table}`));
    expect(rowCount).toBe(1);
  });

  test('lets nobody else delete there', async () => {
    for (const store of [db.auditor, db.partner])
      for (const table of DELETABLE)
        await expect(transact(store, (tx) => tx.query(`delete from ${table}`))).rejects.toThrow(
          /permission denied/,
        );
  });
});

describe('policy/retention.yaml', () => {
  test.each(Object.keys(days))('%s may not be less than 31 days', (name) => {
    const short = { ...file, days: { ...file.days, [name]: 30 } };
    expect(retentionSchema.safeParse(short).error?.issues[0]?.message).toMatch(/at least 31/);
  });
});

describe('the workflow', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    env = await devServer();
  });
  afterAll(() => env?.teardown());

  test('answers what was deleted, and its history replays', async () => {
    await rowsOf(91);
    const taskQueue = `retention-${randomUUID()}`;
    const worker = await Worker.create({
      connection: env.nativeConnection,
      taskQueue,
      workflowBundle: workflowBundle(),
      activities: retentionActivities({ store: db.app, retention: days, now: () => new Date() }),
    });
    const workflowId = `retention-${randomUUID()}`;
    const result = await worker.runUntil(
      env.client.workflow.execute<typeof retention>('retention', { taskQueue, workflowId }),
    );
    expect(result).toEqual({ deadLetters: 1, webhookEvents: 1, steps: 1, nonces: 1 });
    const history = await env.client.workflow.getHandle(workflowId).fetchHistory();
    await Worker.runReplayHistory({ workflowBundle: workflowBundle() }, history);
  });
});
