import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { effectActivities } from '../../activities/ledger/effects.ts';
import { rollbackActivities } from '../../activities/ledger/rollback.ts';
import { updateCase } from '../../adapters/store/cases.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { DecisionReply, DecisionRequest } from '../../domain/decision.ts';
import type { CaseFacts } from '../../domain/gate/authority.ts';
import { reversalId } from '../../domain/identity.ts';
import type { Simulator } from '../../sandbox/simulator.ts';
import { decide, rollback, status } from '../../workflows/messages.ts';
import type { reversal } from '../../workflows/reversal.ts';
import { FACTS, gateFixture } from '../activities/gate/gate-fixture.ts';
import { keyedVendor, keyedWrites } from '../activities/ledger/keyed-vendor.ts';
import { devServer, workflowBundle } from '../environment/servers.ts';
import { until } from './kit/estate.ts';

let env: TestWorkflowEnvironment;
let gate: Awaited<ReturnType<typeof gateFixture>>;
let vendor: Simulator;
let url: string;
let worker: Worker;
let running: Promise<void>;
let ledger: ReturnType<typeof effectActivities>;
const released: string[] = [];
const taskQueue = `reversal-${randomUUID()}`;

beforeAll(async () => {
  env = await devServer();
  gate = await gateFixture();
  gate.clock.now = new Date();
  vendor = keyedVendor();
  url = await vendor.listen();
  const deps = { store: gate.store, writes: keyedWrites(url), now: () => new Date() };
  ledger = effectActivities(deps);
  worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    workflowBundle: workflowBundle(),
    debugMode: true,
    activities: {
      ...gate.activities,
      ...gate.staff,
      ...rollbackActivities(deps),
      async afterRollback(id: string) {
        released.push(id);
      },
    },
  });
  running = worker.run();
});
afterAll(async () => {
  worker?.shutdown();
  await running;
  await vendor?.close();
  await gate?.store.close();
  await env?.teardown();
});
beforeEach(async () => {
  await fetch(`${url}/__sim/reset`, { method: 'POST' });
});

const exported = async () => (await fetch(`${url}/__sim/export`)).text();
const refuseOnce = (path: string) =>
  fetch(`${url}/__sim/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ method: 'DELETE', path, status: 422 }),
  });

/** A case that has ended, with what it wrote. */
async function ended(operations: string[], facts: Partial<CaseFacts> | null = {}): Promise<string> {
  const id = await gate.newCase(facts);
  for (const [index, operation] of operations.entries()) {
    const step = `step${index}`;
    await ledger.performEffect({
      ...{ key: `${id}/${step}/1`, case: id, step, revision: 1, operation },
      payload: { name: `${id.replaceAll(':', '-')}-${step}`, value: 'ours' },
      ...{
        lifecycle: 'deal',
        segment: 'Gold/EMEA/standard',
        timeoutMs: 1_000,
        leaseMs: 1_500,
        mayWait: true,
      },
    });
  }
  await updateCase(statement(gate.store), id, { status: 'completed', endedAt: new Date().toISOString() });
  return id;
}

/** As `quarterdeck rollback` does it after the end: the signed decision starts the reversal. */
async function reverse(original: string, by: string, more: object = {}) {
  const id = reversalId(original);
  const request = await gate.signed(
    { case: id, evidenceHash: '' },
    { action: 'rollback', by, reason: 'approved in error', round: 0 },
  );
  const start = new WithStartWorkflowOperation<typeof reversal>('reversal', {
    workflowId: id,
    taskQueue,
    args: [{ original, ...more }],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  const reply = env.client.workflow.executeUpdateWithStart<typeof reversal, DecisionReply, [DecisionRequest]>(
    rollback,
    {
      args: [request],
      startWorkflowOperation: start,
    },
  );
  return { id, reply, handle: await start.workflowHandle() };
}

test('undoes what an ended case wrote, last first, and frees what it held', async () => {
  const before = await exported();
  const original = await ended(['keyed.post', 'keyed.message', 'keyed.put']);
  const { id, reply, handle } = await reverse(original, 'p-olga');
  expect(await reply).toMatchObject({ action: 'rollback', signed: true });
  expect(await handle.result()).toBe('rolled_back');
  expect(await exported()).toBe(before);
  const undos = vendor.requests.filter((one) => one.method !== 'GET').slice(3);
  expect(undos.map((one) => [one.method, one.path.split('-').at(-1)])).toEqual([
    ['DELETE', 'step2'],
    ['POST', '/messages'],
    ['DELETE', 'step0'],
  ]);
  expect(released).toContain(original);
  expect(await gate.row(original)).toMatchObject({ status: 'rolled_back' });
  expect(await gate.row(id)).toMatchObject({
    lifecycle: 'reversal',
    status: 'completed',
    previousCase: original,
  });
  expect((await gate.audit(original)).at(-1)).toMatchObject({ action: 'case.rolled_back', reversal: id });
  expect((await gate.audit(id)).map((entry) => entry.action)).toEqual(
    expect.arrayContaining(['case.started', 'decision.accepted', 'reversal.completed']),
  );
  const options = { workflowBundle: workflowBundle(), debugMode: true } as never;
  await Worker.runReplayHistory(options, await handle.fetchHistory(), handle.workflowId);
});

test('somebody who may not roll back is refused, nothing is undone, and somebody who may still can', async () => {
  const original = await ended(['keyed.put']);
  const written = await exported();
  const refused = await reverse(original, 'p-ana');
  await expect(refused.reply).rejects.toMatchObject({ cause: { type: 'DecisionRefused' } });
  expect(await exported()).toBe(written);
  const good = await reverse(original, 'p-olga');
  await good.reply;
  expect(await good.handle.result()).toBe('rolled_back');
});

/** What somebody who can write to Temporal would state in their favour; nothing of it is believed. */
const STATED = { facts: { ...FACTS, submittedBy: [], paidUsd: '1.00' } };
const refusedAs = async (reply: Promise<unknown>, code: string) =>
  expect(await reply.catch((error) => error)).toMatchObject({ cause: { details: [{ code }] } });

test('whoever submitted a case cannot have it rolled back, whatever the message states', async () => {
  const original = await ended(['keyed.put'], null);
  await updateCase(statement(gate.store), original, { submittedBy: ['p-olga'] });
  const { reply } = await reverse(original, 'p-olga', STATED);
  await refusedAs(reply, 'not_self');
  const other = await reverse(original, 'p-ben', STATED);
  await other.reply;
  expect(await other.handle.result()).toBe('rolled_back');
});

test('what was paid binds the limit of whoever rolls back, whatever the message states', async () => {
  const original = await ended(['keyed.put'], { paidUsd: '900000.00' });
  const { reply } = await reverse(original, 'p-finn', STATED);
  await refusedAs(reply, 'limit');
});

test('the facts of one case never undo another', async () => {
  const [own, other] = [await ended(['keyed.put']), await ended(['keyed.put'], { submittedBy: ['p-olga'] })];
  const { reply } = await reverse(other, 'p-olga', { case: reversalId(own) });
  await refusedAs(reply, 'not_self');
});

test('money moves back only on a second yes, by somebody else', async () => {
  const original = await ended(['keyed.pay'], { paidUsd: '500.00' });
  const { id, reply, handle } = await reverse(original, 'p-finn');
  await reply;
  await until('it asks', async () => (await handle.query(status)).gate?.kind === 'rollback');
  expect(await exported()).toContain('ours');
  const round = (await handle.query(status)).gate?.round ?? 0;
  const yes = async (by: string) => {
    const request = { action: 'approve' as const, by, reason: 'agreed', round };
    const signed = await gate.signed({ case: id, evidenceHash: '' }, request);
    return handle.executeUpdate(decide, { args: [signed] });
  };
  await refusedAs(yes('p-finn'), 'reviewer_repeated');
  expect(await exported()).toContain('ours');
  await yes('p-cora');
  expect(await handle.result()).toBe('rolled_back');
  expect(await exported()).toBe('{}');
});

test('an undo that fails is listed, and the next reversal goes on with what stands', async () => {
  const original = await ended(['keyed.put', 'keyed.post', 'keyed.put']);
  await refuseOnce('step1$');
  const first = await reverse(original, 'p-olga');
  await first.reply;
  await expect(first.handle.result()).rejects.toMatchObject({ cause: { type: 'RollbackIncomplete' } });
  expect(await gate.row(original)).toMatchObject({ status: 'rollback_incomplete' });
  expect(await gate.row(first.id)).toMatchObject({ status: 'rollback_incomplete' });
  const again = await reverse(original, 'p-olga');
  await again.reply;
  expect(await again.handle.result()).toBe('rolled_back');
  expect(await exported()).toBe('{}');
  expect(vendor.requests.filter((one) => one.method === 'DELETE' && one.status < 400)).toHaveLength(3);
  expect(await gate.row(original)).toMatchObject({ status: 'rolled_back', openProblem: 'none' });
});
