import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ApplicationFailure } from '@temporalio/common';
import { nothingBeside } from '../../../activities/kit/answer-in-time.ts';
import { type EffectRequest, effectActivities } from '../../../activities/ledger/effects.ts';
import { VendorFault } from '../../../adapters/ports/call.ts';
import type { Write } from '../../../adapters/ports/write.ts';
import { auditOf } from '../../../adapters/store/audit.ts';
import { viewEffect } from '../../../adapters/store/effects.ts';
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
  vendor = keyedVendor({ searchLagMs: 400 });
  url = await vendor.listen();
  // The first call of a process is slow, and the time-outs of these tests are short.
  await ledger().performEffect(request('keyed.put', { timeoutMs: 10_000, leaseMs: 11_000 }));
});
afterAll(async () => {
  await vendor?.close();
  await store?.close();
});
beforeEach(async () => {
  await fetch(`${url}/__sim/reset`, { method: 'POST' });
  await store.pool.query("update rollout set mode = 'automated'");
});

const SETTLE_MS = 600;
function ledger(options: Parameters<typeof keyedWrites>[1] = {}) {
  return effectActivities({
    store,
    writes: keyedWrites(url, { searchLagMs: 400, ...options }),
    settleMs: SETTLE_MS,
    now: () => new Date(),
  });
}

function request(operation: string, more: Partial<EffectRequest> = {}): EffectRequest {
  number += 1;
  const id = `test:unit:${number}`;
  return {
    key: `${id}/step/1`,
    case: id,
    step: 'step',
    revision: 1,
    operation,
    payload: { name: `r${number}`, value: 'new' },
    lifecycle: 'deal',
    segment: 'Gold/EMEA/standard',
    timeoutMs: 200,
    leaseMs: 500,
    mayWait: true,
    ...more,
  };
}

/** Writes of one case, as a lifecycle asks for them together. */
function severalOf(operation: string, count: 2): [EffectRequest, EffectRequest];
function severalOf(operation: string, count: 3): [EffectRequest, EffectRequest, EffectRequest];
function severalOf(operation: string, count: number): EffectRequest[] {
  const one = request(operation, { mayWait: false });
  return Array.from({ length: count }, (_, index) => ({
    ...one,
    key: `${one.case}/step${index}/1`,
    step: `step${index}`,
    payload: { ...one.payload, name: `${one.payload.name}-${index}` },
  }));
}

async function faults(...list: Fault[]) {
  await fetch(`${url}/__sim/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(list),
  });
}

/** What others can count: writing requests in the vendor's own log. */
const writes = () => vendor.requests.filter((one) => one.method !== 'GET').length;
const effectOf = async (key: string) => (await viewEffect(statement(store), key)).effect;
const actions = async (id: string) => (await auditOf(statement(store), id)).map((one) => one.entry.action);

async function refusal(work: Promise<unknown>): Promise<ApplicationFailure> {
  try {
    await work;
  } catch (error) {
    return error as ApplicationFailure;
  }
  throw new Error('it should have failed');
}

/** Asks again as Temporal would: after the delay that the failure names, until it succeeds or fails for good. */
async function untilSettled(work: () => Promise<unknown>): Promise<unknown> {
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

describe('a clean write', () => {
  test.each(['keyed.put', 'keyed.post', 'keyed.message'])(
    '%s: three statements, one write, one audit row',
    async (operation) => {
      const asked = request(operation);
      const before = store.statements;
      const landed = await ledger().performEffect(asked);
      expect(store.statements - before).toBe(3);
      expect(writes()).toBe(1);
      expect(await effectOf(asked.key)).toMatchObject({
        status: 'done',
        landed,
        attempts: 1,
        leaseUntil: null,
      });
      expect(await actions(asked.case)).toEqual(['effect.done']);
    },
  );

  test('several of one case: two statements more than writes, an audit row each, the id of one in another', async () => {
    const [first, second, third] = severalOf('keyed.post', 3);
    const asked = [first, second, { ...third, idFrom: second.step }];
    const before = store.statements;
    const landed = await ledger().performEffects(asked);
    expect(store.statements - before).toBe(5);
    expect(landed).toHaveLength(3);
    expect(await actions(first.case)).toEqual(Array(3).fill('effect.done'));
    expect((await effectOf(third.key))?.payload).toMatchObject({ id: landed[1]?.id });
  });

  test('one of several that fails leaves those before it done and those after it untouched', async () => {
    const asked = severalOf('keyed.put', 3);
    const [first, second, third] = asked;
    await faults({ method: 'PUT', path: `/${second.payload.name}`, status: 400 });
    const failed = await refusal(ledger().performEffects(asked));
    expect(failed.details?.[1]).toEqual({ landed: [(await effectOf(first.key))?.landed] });
    expect(await effectOf(first.key)).toMatchObject({ status: 'done', leaseUntil: null });
    expect(await effectOf(second.key)).toMatchObject({ status: 'failed' });
    expect(await effectOf(third.key)).toBeNull();
    expect(await actions(first.case)).toEqual(['effect.done', 'effect.failed']);
  });

  test('the last of several that takes longer than it may goes on, and is written down when it has landed', async () => {
    const [first, second] = severalOf('keyed.post', 2);
    const slow = { ...second, timeoutMs: 2_000, leaseMs: 2_500, answerWithinMs: 100 };
    await faults({ method: 'POST', path: `/${second.payload.name}`, delayMs: 400 });
    const late = await refusal(ledger().performEffects([first, slow]));
    expect(late).toMatchObject({ type: 'EffectLeased', nonRetryable: true });
    expect(late.details?.[1]).toEqual({ landed: [(await effectOf(first.key))?.landed] });
    expect(await effectOf(first.key)).toMatchObject({ status: 'done' });
    await nothingBeside();
    expect(await effectOf(second.key)).toMatchObject({ status: 'done', leaseUntil: null });
    expect(await actions(first.case)).toEqual(Array(2).fill('effect.done'));
  });

  test('what has landed before a record cannot be read is written down all the same', async () => {
    const asked = severalOf('keyed.put', 2);
    const [first, second] = asked;
    await faults({ method: 'GET', path: `/${second.payload.name}`, status: 500 });
    await refusal(ledger().performEffects(asked));
    expect(await effectOf(first.key)).toMatchObject({ status: 'done', leaseUntil: null });
    expect(await effectOf(second.key)).toBeNull();
    expect(await actions(first.case)).toEqual(['effect.done']);
  });

  test('asked for again it is answered from the ledger', async () => {
    const asked = request('keyed.post');
    const first = await ledger().performEffect(asked);
    expect(await ledger().performEffect(asked)).toEqual(first);
    expect(writes()).toBe(1);
    expect(await actions(asked.case)).toEqual(['effect.done']);
  });

  test('the before image is what the record held before the first attempt', async () => {
    const asked = request('keyed.put');
    await ledger().performEffect({
      ...asked,
      key: `${asked.case}/earlier/1`,
      payload: { ...asked.payload, value: 'old' },
    });
    await faults({ method: 'PUT', loseAnswer: true });
    await untilSettled(() => ledger().performEffect(asked));
    expect(await effectOf(asked.key)).toMatchObject({ before: { value: 'old' } });
  });

  test('another payload under the same key is a conflict that names the fix', async () => {
    const asked = request('keyed.put');
    await ledger().performEffect(asked);
    const error = await refusal(
      ledger().performEffect({ ...asked, payload: { ...asked.payload, value: 'other' } }),
    );
    expect(error).toMatchObject({ type: 'EffectConflict', nonRetryable: true });
    expect(error.message).toContain('revision');
    expect(writes()).toBe(1);
  });
});

describe('an answer that is lost', () => {
  test.each(['keyed.put', 'keyed.post'])('%s: the write is found, not repeated', async (operation) => {
    const asked = request(operation);
    await faults({ method: 'PUT|POST', loseAnswer: true });
    const error = await refusal(ledger().performEffect(asked));
    expect(error).toMatchObject({ type: 'VendorUnavailable', nonRetryable: false });
    expect((await effectOf(asked.key))?.status).toBe('sent');
    await untilSettled(() => ledger().performEffect(asked));
    expect(writes()).toBe(1);
    expect(await actions(asked.case)).toEqual(['effect.done']);
  });

  test.each(['keyed.put', 'keyed.post'])(
    '%s: a request that never arrived is sent once more',
    async (operation) => {
      const asked = request(operation);
      await faults({ method: 'PUT|POST', dropBefore: true });
      await untilSettled(() => ledger().performEffect(asked));
      expect(writes()).toBe(1);
      expect((await effectOf(asked.key))?.attempts).toBeGreaterThan(1);
    },
  );

  test('a mail is in doubt, recorded, and never sent again by itself', async () => {
    const asked = request('keyed.message');
    await faults({ method: 'POST', loseAnswer: true });
    expect(await refusal(ledger().performEffect(asked))).toMatchObject({
      type: 'EffectInDoubt',
      nonRetryable: true,
    });
    expect(await refusal(ledger().performEffect(asked))).toMatchObject({ type: 'EffectInDoubt' });
    expect(writes()).toBe(1);
    expect(await actions(asked.case)).toEqual(['effect.in_doubt']);
  });

  test('a vendor that cannot be asked leaves the write in doubt; a person may have it sent again, once', async () => {
    const asked = request('keyed.blind');
    await faults({ method: 'POST', loseAnswer: true, times: 2 });
    expect(await refusal(untilSettled(() => ledger().performEffect(asked)))).toMatchObject({
      type: 'EffectInDoubt',
    });
    expect(writes()).toBe(1);
    const decided = { ...asked, decided: true };
    expect(await refusal(untilSettled(() => ledger().performEffect(decided)))).toMatchObject({
      type: 'EffectInDoubt',
    });
    expect(writes()).toBe(2);
    await untilSettled(() => ledger().performEffect(decided));
    expect(writes()).toBe(3);
  });

  test('a search that lags does not make it write twice', async () => {
    const asked = request('keyed.post');
    await faults({ method: 'POST', loseAnswer: true });
    await refusal(ledger().performEffect(asked));
    const early = await refusal(ledger().performEffect(asked));
    expect(early).toMatchObject({ type: 'EffectLeased', nonRetryable: false });
    expect(Number(early.nextRetryDelay)).toBeGreaterThan(400);
    await untilSettled(() => ledger().performEffect(asked));
    expect(writes()).toBe(1);
  });
});

describe('a vendor that says no', () => {
  test('for good: failed, audited, and not retried', async () => {
    const asked = request('keyed.post');
    await faults({ method: 'POST', status: 422 });
    expect(await refusal(ledger().performEffect(asked))).toMatchObject({
      type: 'VendorRejected',
      nonRetryable: true,
      details: [{ vendor: 'keyed', status: 422 }],
    });
    expect(await effectOf(asked.key)).toMatchObject({ status: 'failed' });
    expect(await actions(asked.case)).toEqual(['effect.failed']);
  });

  test('after it has written a part: the failure says so, and whoever asks again is answered what landed', async () => {
    const post = keyedWrites(url, { searchLagMs: 400 })['keyed.post'] as Write;
    const partly: Write = {
      ...post,
      async send(...write) {
        const landed = await post.send(...write);
        throw new VendorFault({
          vendor: 'keyed',
          kind: 'rejected',
          message: 'the colour was dropped',
          landed,
        });
      },
    };
    const { performEffect } = effectActivities({
      ...{ store, writes: { 'keyed.post': partly }, settleMs: SETTLE_MS },
      now: () => new Date(),
    });
    const asked = request('keyed.post');
    const refused = { type: 'VendorRejected', nonRetryable: true, message: 'keyed: the colour was dropped' };
    expect(await refusal(performEffect(asked))).toMatchObject(refused);
    const landed = { id: asked.payload.name, created: true };
    expect(await effectOf(asked.key)).toMatchObject({ status: 'done', landed });
    expect(await performEffect(asked)).toEqual(landed);
    expect(writes()).toBe(1);
    expect(await actions(asked.case)).toEqual(['effect.done']);
  });

  test('for now: its Retry-After is kept to, and nothing is looked up since nothing can have landed', async () => {
    const asked = request('keyed.post');
    await faults({ method: 'POST', status: 429, headers: { 'retry-after': '7' } });
    const error = await refusal(ledger().performEffect(asked));
    expect(error).toMatchObject({ type: 'VendorUnavailable', nonRetryable: false, nextRetryDelay: 7_000 });
    expect(await effectOf(asked.key)).toMatchObject({ status: 'intended', leaseUntil: null });
    await ledger().performEffect(asked);
    expect(vendor.requests.some((one) => one.path.startsWith('/search'))).toBe(false);
  });

  test('in a local activity nothing is retried inside the workflow task', async () => {
    await faults({ method: 'POST', status: 503 });
    const error = await refusal(ledger().performEffect(request('keyed.post', { mayWait: false })));
    expect(error).toMatchObject({ type: 'VendorUnavailable', nonRetryable: true });
  });
});

describe('two workers', () => {
  test.each(['keyed.put', 'keyed.post', 'keyed.message'])('racing for %s write once', async (operation) => {
    const asked = request(operation);
    const [one, other] = [ledger(), ledger()];
    const both = await Promise.allSettled([one, other, one, other].map((each) => each.performEffect(asked)));
    const refused = both.filter((each) => each.status === 'rejected').map((each) => each.reason.type);
    expect(refused.every((type) => type === 'EffectLeased')).toBe(true);
    await untilSettled(() => one.performEffect(asked));
    expect(writes()).toBe(1);
    expect(await actions(asked.case)).toEqual(['effect.done']);
  });

  test('one that slept through its lease does not send', async () => {
    const asked = request('keyed.post', { timeoutMs: 450, leaseMs: 500 });
    const slow: typeof store = Object.create(store, {
      pool: {
        value: Object.create(store.pool, {
          query: {
            async value(asked: string | { text: string }, values: unknown[]) {
              const answer = await store.pool.query(asked as string, values);
              if ((typeof asked === 'string' ? asked : asked.text).includes('insert into effects'))
                await new Promise((wake) => setTimeout(wake, 100));
              return answer;
            },
          },
        }),
      },
    });
    const sleepy = effectActivities({
      store: slow,
      writes: keyedWrites(url),
      settleMs: SETTLE_MS,
      now: () => new Date(),
    });
    expect(await refusal(sleepy.performEffect(asked))).toMatchObject({ type: 'EffectLeased' });
    expect(writes()).toBe(0);
    await untilSettled(() => ledger().performEffect(asked));
    expect(writes()).toBe(1);
  });
});

describe('the kill switch', () => {
  const off = (mode: string) =>
    store.pool.query(
      `insert into rollout (lifecycle, segment, mode, reason, changed_by) values ('deal', 'Gold/*/*', $1, 'test', 'p-admin')
       on conflict (lifecycle, segment) do update set mode = excluded.mode`,
      [mode],
    );

  test('stops a new write before the vendor hears of it, and nothing is left in the ledger', async () => {
    await off('off');
    const asked = request('keyed.put');
    const error = await refusal(ledger().performEffect(asked));
    expect(error).toMatchObject({ type: 'KillSwitch', nonRetryable: true });
    expect(vendor.requests).toEqual([]);
    expect(await effectOf(asked.key)).toBeNull();
    await off('automated');
    await ledger().performEffect(asked);
    expect(writes()).toBe(1);
  });

  test('stops a repeat, but what has landed is still answered', async () => {
    const [repeat, landed] = [request('keyed.put'), request('keyed.put')];
    await ledger().performEffect(landed);
    await faults({ method: 'PUT', dropBefore: true });
    await refusal(ledger().performEffect(repeat));
    await off('off');
    expect(await refusal(untilSettled(() => ledger().performEffect(repeat)))).toMatchObject({
      type: 'KillSwitch',
    });
    await ledger().performEffect(landed);
    expect(writes()).toBe(1);
    await off('automated');
  });

  test('one that is off wins over a more specific row, and leaves other segments alone', async () => {
    await off('off');
    await store.pool.query(
      "insert into rollout (lifecycle, segment, mode, reason, changed_by) values ('deal', 'Gold/EMEA/*', 'automated', 'test', 'p') on conflict do nothing",
    );
    expect(await refusal(ledger().performEffect(request('keyed.put')))).toMatchObject({ type: 'KillSwitch' });
    await ledger().performEffect(request('keyed.put', { segment: 'Silver/EMEA/standard' }));
    await off('assisted');
    await ledger().performEffect(request('keyed.put'));
  });
});
