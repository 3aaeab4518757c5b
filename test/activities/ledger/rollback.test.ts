import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ApplicationFailure } from '@temporalio/common';
import { type EffectRequest, effectActivities } from '../../../activities/ledger/effects.ts';
import { rollbackActivities } from '../../../activities/ledger/rollback.ts';
import { mergedAway } from '../../../adapters/merged.ts';
import { VendorFault } from '../../../adapters/ports/call.ts';
import type { Write } from '../../../adapters/ports/write.ts';
import { auditOf } from '../../../adapters/store/audit.ts';
import { getCase, insertCase } from '../../../adapters/store/cases.ts';
import { viewEffect } from '../../../adapters/store/effects.ts';
import { contentHash } from '../../../adapters/store/hash.ts';
import { stepLedger } from '../../../adapters/store/ledger-step.ts';
import { openStore, type Store } from '../../../adapters/store/pool.ts';
import { statement } from '../../../adapters/store/statement.ts';
import type { Fault, Simulator } from '../../../sandbox/simulator.ts';
import { freshDatabase } from '../../environment/servers.ts';
import { keyedVendor, keyedWrites } from './keyed-vendor.ts';

let store: Store;
let vendor: Simulator;
let url: string;
let number = 0;

beforeAll(async () => {
  store = openStore({ url: (await freshDatabase()).appUrl });
  vendor = keyedVendor();
  url = await vendor.listen();
});
afterAll(async () => {
  await vendor?.close();
  await store?.close();
});
beforeEach(async () => {
  await fetch(`${url}/__sim/reset`, { method: 'POST' });
});

const deps = () => ({ store, writes: keyedWrites(url), settleMs: 300, now: () => new Date() });
const ledger = () => effectActivities(deps());
const rollback = () => rollbackActivities(deps());
const exported = async () => (await fetch(`${url}/__sim/export`)).text();
const writes = () => vendor.requests.filter((one) => one.method !== 'GET').length;

function request(operation: string, more: Partial<EffectRequest> = {}): EffectRequest {
  number += 1;
  const id = more.case ?? `test:undo:${number}`;
  return {
    key: `${id}/step${number}/1`,
    case: id,
    step: `step${number}`,
    revision: 1,
    operation,
    payload: { name: `r${number}`, value: 'new' },
    lifecycle: 'deal',
    segment: 'Gold/EMEA/standard',
    timeoutMs: 200,
    leaseMs: 400,
    mayWait: true,
    ...more,
  };
}

async function faults(...list: Fault[]) {
  await fetch(`${url}/__sim/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(list),
  });
}

async function refusal(work: Promise<unknown>): Promise<ApplicationFailure> {
  try {
    await work;
  } catch (error) {
    return error as ApplicationFailure;
  }
  throw new Error('it should have failed');
}

async function untilSettled<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const { nonRetryable, nextRetryDelay } = error as ApplicationFailure;
      if (nonRetryable) throw error;
      await new Promise((resolve) => setTimeout(resolve, Number(nextRetryDelay ?? 20)));
    }
  }
  throw new Error('never settled');
}

describe('undoing one write', () => {
  test.each(['keyed.put', 'keyed.post'])(
    '%s: what was created is gone, once, and audited',
    async (operation) => {
      const before = await exported();
      const asked = request(operation);
      await ledger().performEffect(asked);
      expect(await exported()).not.toBe(before);
      expect(await rollback().undoEffect(asked)).toEqual({ key: asked.key, operation, outcome: 'undone' });
      expect(await exported()).toBe(before);
      await rollback().undoEffect(asked);
      expect(writes()).toBe(2);
      const entries = await auditOf(statement(store), asked.case);
      expect(entries.map((one) => one.entry.action)).toEqual(['effect.done', 'effect.undone']);
    },
  );

  test('what was changed holds its earlier value again', async () => {
    const earlier = request('keyed.put');
    await ledger().performEffect(earlier);
    const before = await exported();
    const change = request('keyed.put', { payload: { ...earlier.payload, value: 'changed' } });
    await ledger().performEffect(change);
    await rollback().undoEffect(change);
    expect(await exported()).toBe(before);
  });

  test('two workers undo once', async () => {
    const asked = request('keyed.put');
    await ledger().performEffect(asked);
    await Promise.allSettled([1, 2, 3].map(() => rollback().undoEffect(asked)));
    await untilSettled(() => rollback().undoEffect(asked));
    expect(vendor.requests.filter((one) => one.method === 'DELETE')).toHaveLength(1);
  });

  test('once a rollback has begun the case writes nothing any more: not new, not again', async () => {
    const [landed, lost, unborn] = [request('keyed.put'), request('keyed.post'), request('keyed.put')];
    const of = landed.case;
    const own = (asked: EffectRequest) => ({ ...asked, case: of });
    await ledger().performEffect(landed);
    await faults({ method: 'POST', dropBefore: true });
    await refusal(ledger().performEffect(own(lost)));
    const { lines } = await rollback().beginRollback(of);
    expect(lines.map((line) => line.key)).toEqual([lost.key, landed.key]);
    const before = writes();
    for (const asked of [landed, lost, unborn])
      expect(await refusal(untilSettled(() => ledger().performEffect(own(asked))))).toMatchObject({
        type: 'EffectConflict',
      });
    expect(writes()).toBe(before);
    expect((await rollback().beginRollback(of)).lines).toEqual(lines);
    const entries = await auditOf(statement(store), of);
    expect(entries.filter((one) => one.entry.action === 'case.rollback_started')).toHaveLength(1);
  });

  test('writes that race with the beginning are either in its plan or refused', async () => {
    const first = request('keyed.put');
    const identity = { lifecycle: 'deal' as const, source: 'test', externalId: first.case, sequence: 1 };
    await insertCase(statement(store), { ...identity, case: first.case, openedAt: new Date().toISOString() });
    const all = Array.from({ length: 12 }, () => request('keyed.put', { case: first.case }));
    const writing = Promise.allSettled(all.map((asked) => ledger().performEffect(asked)));
    const { lines } = await rollback().beginRollback(first.case);
    const ended = await writing;
    const landed = all.filter((_, index) => ended[index]?.status === 'fulfilled').map((asked) => asked.key);
    expect(lines.map((line) => line.key).sort()).toEqual(landed.sort());
    expect(writes()).toBe(landed.length);
  });

  test('after the undo the same key is a conflict that names the next sequence', async () => {
    const asked = request('keyed.put');
    await ledger().performEffect(asked);
    await rollback().undoEffect(asked);
    const error = await refusal(ledger().performEffect(asked));
    expect(error).toMatchObject({ type: 'EffectConflict', nonRetryable: true });
    expect(error.message).toContain('next sequence');
    expect(writes()).toBe(2);
  });

  test.each([
    ['landed, its answer was lost', { loseAnswer: true }, 'undone', 2],
    ['never arrived', { dropBefore: true }, 'never_landed', 0],
  ] as const)('a write that %s is looked up first', async (_, fault, outcome, requests) => {
    const before = await exported();
    const asked = request('keyed.post');
    await faults({ method: 'POST', ...fault });
    await refusal(ledger().performEffect(asked));
    expect(await untilSettled(() => rollback().undoEffect(asked))).toMatchObject({ outcome });
    expect(await exported()).toBe(before);
    expect(writes()).toBe(requests);
  });

  test('a write whose worker still holds the lease is waited for', async () => {
    const asked = request('keyed.post');
    const effect = { ...asked, payloadHash: contentHash(asked.payload), askedAt: new Date().toISOString() };
    const question = { case: asked.case, lifecycle: 'deal' as const, patterns: [] };
    await stepLedger(statement(store), null, { effect, before: null, leaseMs: 300, question });
    const error = await refusal(rollback().undoEffect(asked));
    expect(error).toMatchObject({ type: 'EffectLeased', nonRetryable: false });
    expect(await untilSettled(() => rollback().undoEffect(asked))).toMatchObject({ outcome: 'never_landed' });
  });

  test('what is found to have landed otherwise than asked for is undone', async () => {
    const before = await exported();
    const asked = request('keyed.post');
    const post = keyedWrites(url)['keyed.post'] as Write;
    const partly: Write = {
      ...post,
      async send(...write) {
        await post.send(...write);
        throw new VendorFault({ vendor: 'keyed', kind: 'unavailable', message: 'the answer was lost' });
      },
      async lookup(...write) {
        const landed = await post.lookup(...write);
        if (typeof landed === 'string') return landed;
        const message = 'the colour was dropped';
        throw new VendorFault({ vendor: 'keyed', kind: 'rejected', message, landed });
      },
    };
    const own = { ...deps(), writes: { 'keyed.post': partly } };
    await refusal(effectActivities(own).performEffect(asked));
    expect(await exported()).not.toBe(before);
    const undone = await untilSettled(() => rollbackActivities(own).undoEffect(asked));
    expect(undone).toMatchObject({ outcome: 'undone' });
    expect(await exported()).toBe(before);
  });

  test('where landing cannot be proved it says so and leaves it', async () => {
    const asked = request('keyed.blind');
    await faults({ method: 'POST', loseAnswer: true });
    await refusal(ledger().performEffect(asked));
    expect(await refusal(rollback().undoEffect(asked))).toMatchObject({
      type: 'EffectInDoubt',
      nonRetryable: true,
    });
    expect((await viewEffect(statement(store), asked.key)).effect?.status).toBe('in_doubt');
    expect(await refusal(ledger().performEffect(asked))).toMatchObject({ type: 'EffectConflict' });
  });

  test('a mail is corrected once, and one in doubt is neither repeated nor corrected', async () => {
    const [sent, doubtful] = [request('keyed.message'), request('keyed.message')];
    await ledger().performEffect(sent);
    expect(await rollback().undoEffect(sent)).toMatchObject({ corrected: 'a correction was sent' });
    expect(await rollback().undoEffect(sent)).toMatchObject({ corrected: 'a correction was sent' });
    expect(writes()).toBe(2);
    await faults({ method: 'POST', loseAnswer: true });
    await refusal(ledger().performEffect(doubtful));
    expect((await rollback().undoEffect(doubtful)).corrected).toContain('may have been sent');
    expect(writes()).toBe(3);
  });

  test('the kill switch does not keep what we wrote from going', async () => {
    const asked = request('keyed.put', { segment: 'Bronze/LATAM/standard' });
    await ledger().performEffect(asked);
    await store.pool.query(
      "insert into rollout (lifecycle, segment, mode, reason, changed_by) values ('deal', 'Bronze/*/*', 'off', 'test', 'p')",
    );
    expect(await rollback().undoEffect(asked)).toMatchObject({ outcome: 'undone' });
  });
});

describe('an undo that fails', () => {
  test('for good: it is audited, and succeeds when it is asked for again', async () => {
    const asked = request('keyed.put');
    await ledger().performEffect(asked);
    await faults({ method: 'DELETE', status: 422 });
    expect(await refusal(rollback().undoEffect(asked))).toMatchObject({
      type: 'VendorRejected',
      nonRetryable: true,
    });
    expect((await rollback().planRollback(asked.case)).lines).toHaveLength(1);
    await rollback().undoEffect(asked);
    expect((await rollback().planRollback(asked.case)).lines).toEqual([]);
    const entries = await auditOf(statement(store), asked.case);
    expect(entries.map((one) => one.entry.action)).toEqual([
      'effect.done',
      'effect.undo_failed',
      'effect.undone',
    ]);
  });

  test('for now: it is retryable', async () => {
    const asked = request('keyed.put');
    await ledger().performEffect(asked);
    await faults({ method: 'DELETE', status: 503 });
    expect(await refusal(rollback().undoEffect(asked))).toMatchObject({
      type: 'VendorUnavailable',
      nonRetryable: false,
    });
    expect(await rollback().undoEffect(asked)).toMatchObject({ outcome: 'undone' });
  });
});

describe('the plan', () => {
  test('names what would be undone, last first, what moves money and what can only be corrected', async () => {
    const first = request('keyed.put');
    const of = first.case;
    const rest = ['keyed.pay', 'keyed.message', 'keyed.post'].map((operation) =>
      request(operation, { case: of }),
    );
    for (const asked of [first, ...rest]) await ledger().performEffect(asked);
    await rollback().undoEffect(rest[2] as EffectRequest);
    const { lines } = await rollback().planRollback(of);
    expect(lines.map((line) => [line.operation, line.movesMoney, line.reversible, line.status])).toEqual([
      ['keyed.message', false, false, 'done'],
      ['keyed.pay', true, true, 'done'],
      ['keyed.put', false, true, 'done'],
    ]);
  });
});

test('a write that nobody can prove any more, because its record went into another one, ends with that said', async () => {
  const put = keyedWrites(url)['keyed.put'] as Write;
  const merged = { vendor: 'keyed', name: 'record r', into: 'r2' };
  const gone: Write = { ...put, lookup: () => Promise.reject(mergedAway(merged)) };
  const own = { ...deps(), writes: { 'keyed.put': gone } };
  const asked = request('keyed.put');
  await faults({ path: '/records', method: 'PUT', status: 502, body: 'lost' });
  await refusal(effectActivities(own).performEffect(asked));
  // Whoever waits for the write is asked.
  expect((await refusal(untilSettled(() => effectActivities(own).performEffect(asked)))).message).toContain(
    'was merged into r2',
  );
  const sent = writes();
  const { undoEffect, planRollback } = rollbackActivities(own);
  const done = await untilSettled(() => undoEffect(asked));
  expect(done).toMatchObject({
    outcome: 'undone',
    corrected: expect.stringContaining('merged into another one'),
  });
  expect(await undoEffect(asked)).toEqual(done);
  expect((await planRollback(asked.case)).lines).toEqual([]);
  expect(writes()).toBe(sent);
});

test('the end of a rollback stands in the case and in its chain', async () => {
  const id = 'test:unit:closing';
  await insertCase(statement(store), {
    case: id,
    lifecycle: 'deal',
    source: 'unit',
    externalId: 'closing',
    sequence: 1,
    openedAt: new Date().toISOString(),
  });
  await rollback().closeRollback(id, [{ key: `${id}/a/1`, why: 'refused' }], null);
  expect(await getCase(statement(store), id)).toMatchObject({
    status: 'rollback_incomplete',
    openProblem: 'rollback_incomplete',
  });
  await rollback().closeRollback(id, [], null);
  expect(await getCase(statement(store), id)).toMatchObject({ status: 'rolled_back', openProblem: 'none' });
  const entries = await auditOf(statement(store), id);
  expect(entries.map((one) => [one.entry.action, one.entry.standing])).toEqual([
    ['case.rollback_incomplete', [`${id}/a/1`]],
    ['case.rolled_back', []],
  ]);
});
