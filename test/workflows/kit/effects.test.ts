import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { viewEffect } from '../../../adapters/store/effects.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { reviewViews } from '../../../domain/review-views.ts';
import { QUICK_NOTICE_MS } from '../../../workflows/kit/profiles.ts';
import { rolloutChanged, status } from '../../../workflows/messages.ts';
import { endsWithRun } from '../../environment/run.ts';
import { describeEstate, replay, TIMES, until } from './estate.ts';
import { asked, choose, finish } from './writing-case.ts';

let number = 0;
const children = new Set<ChildProcess>();

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});
const estate = describeEstate({ skips: false });

const named = (what: string) => `${what}-${++number}`;
const writing = (operation: string, name: string) => ({
  step: name,
  operation,
  payload: { name, value: 'new' },
});
const effectOf = async (handle: WorkflowHandle, step: string) =>
  (await viewEffect(statement(estate.store), `${handle.workflowId}/${step}/1`)).effect;
const eventTypes = async (handle: WorkflowHandle) =>
  ((await handle.fetchHistory()).events ?? []).map((event) => event.eventType);
/** Longer than it takes to see the request and kill the worker that waits for its answer. */
const HELD_MS = 6_000;
const ACTIVITY_TASK_SCHEDULED = 10;
/** A local activity has ended. */
const MARKER_RECORDED = 25;

/** What the saved view *In doubt* of the Temporal UI lists. */
async function inDoubt(): Promise<string[]> {
  const view = reviewViews(null).find(({ name }) => name === 'In doubt');
  const found: string[] = [];
  for await (const { workflowId } of estate.env.client.workflow.list({ query: view?.query ?? '' }))
    found.push(workflowId);
  return found;
}

/** A worker of its own process on the estate's task queue. */
async function workerProcess(): Promise<ChildProcess> {
  const bundle = estate.bundle.codePath;
  const { databaseUrl, vendorUrl, taskQueue } = estate;
  const settings = { address: estate.env.address, taskQueue, databaseUrl, vendorUrl, bundle, ...TIMES };
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'worker-process.ts'), JSON.stringify(settings)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  children.add(endsWithRun(child));
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  children.delete(child);
}

describe('a worker killed with SIGKILL', () => {
  test.each([
    // [where it dies, what is held up there, what the ledger then says]
    ['before the intent', (name: string) => ({ method: 'GET', path: `/records/${name}$` }), undefined],
    ['after the intent, before the call', (name: string) => ({ path: `/token/${name}$` }), 'sent'],
    [
      'after the call, before the mark',
      (name: string) => ({ method: 'PUT|POST', path: `/records/${name}$` }),
      'sent',
    ],
  ] as const)('%s: each write lands once', async (_, held, ledger) => {
    const names = { 'keyed.put': named('put'), 'keyed.post': named('post') };
    for (const name of Object.values(names)) await estate.faults({ ...held(name), delayMs: HELD_MS });
    const first = await workerProcess();
    const handles: [WorkflowHandle, string][] = [];
    for (const [operation, name] of Object.entries(names))
      handles.push([await estate.start({ writes: [writing(operation, name)] }), name]);
    for (const [handle, name] of handles) {
      await until('the request is held', () =>
        estate.vendor.requests.some((one) => one.path.endsWith(`/${name}`)),
      );
      await until('the ledger is there', async () => (await effectOf(handle, name))?.status === ledger);
    }
    await kill(first);
    const second = await workerProcess();
    for (const [handle, name] of handles) {
      expect(await handle.result()).toBe('completed');
      expect(await effectOf(handle, name)).toMatchObject({ status: 'done' });
      expect(estate.writes(name)).toHaveLength(1);
      await replay(estate, handle);
    }
    await kill(second);
  });

  test('in the middle of a message: never twice, a person is asked', async () => {
    const name = named('message');
    await estate.faults({ method: 'POST', path: '/messages', delayMs: HELD_MS });
    const first = await workerProcess();
    const handle = await estate.start({ writes: [writing('keyed.message', name)] });
    const sent = () => estate.writes().filter((one) => one.path === '/messages');
    await until('it was sent', () => sent().length === 1);
    await kill(first);
    const second = await workerProcess();
    await until('a person is asked', async () => (await handle.query(asked))?.failure === 'EffectInDoubt');
    expect((await handle.query(status)).openProblem).toBe('effect_in_doubt');
    await until('the saved view lists it', async () => (await inDoubt()).includes(handle.workflowId));
    expect(sent()).toHaveLength(1);
    await handle.signal(choose, 'retry');
    expect(await handle.result()).toBe('completed');
    expect(sent()).toHaveLength(2);
    await until('it is off the view', async () => !(await inDoubt()).includes(handle.workflowId));
    await kill(second);
  });
});

describe('with a worker that stays', () => {
  const run = async (work: () => Promise<void>) => (await estate.worker()).runUntil(work);

  test('a clean case costs no activity task', () =>
    run(async () => {
      const names = [named('a'), named('b'), named('c')];
      const handle = await estate.start({ writes: names.map((name) => writing('keyed.put', name)) });
      expect(await handle.result()).toBe('completed');
      for (const name of names) expect(estate.writes(name)).toHaveLength(1);
      expect(await eventTypes(handle)).not.toContain(ACTIVITY_TASK_SCHEDULED);
      await replay(estate, handle);
    }));

  test('a vendor that is down for a moment is waited for outside the workflow task, under the same key', () =>
    run(async () => {
      const name = named('down');
      await estate.faults({ method: 'POST', path: `/records/${name}`, status: 503, times: 2 });
      const handle = await estate.start({ writes: [writing('keyed.post', name)] });
      expect(await handle.result()).toBe('completed');
      expect(estate.writes(name)).toHaveLength(1);
      expect(await eventTypes(handle)).toContain(ACTIVITY_TASK_SCHEDULED);
    }));

  test('an answer that is lost is found again', () =>
    run(async () => {
      const [put, post] = [named('put'), named('post')];
      for (const name of [put, post])
        await estate.faults({ method: 'PUT|POST', path: `/records/${name}`, loseAnswer: true });
      const handle = await estate.start({ writes: [writing('keyed.put', put), writing('keyed.post', post)] });
      expect(await handle.result()).toBe('completed');
      for (const name of [put, post]) expect(estate.writes(name)).toHaveLength(1);
    }));

  test('a notice that cannot be sent is recorded and never stops the case', () =>
    run(async () => {
      const [message, after] = [named('message'), named('after')];
      await estate.faults({ method: 'POST', path: '/messages', loseAnswer: true });
      const handle = await estate.start({
        writes: [{ ...writing('keyed.message', message), notice: true }, writing('keyed.put', after)],
      });
      expect(await handle.result()).toBe('completed');
      expect(await effectOf(handle, message)).toMatchObject({ status: 'in_doubt' });
      expect((await handle.query(status)).history.join()).toContain('was not sent');
      expect(estate.writes(after)).toHaveLength(1);
    }));

  test('what a vendor refuses for good goes to a person, who has it tried again', () =>
    run(async () => {
      const name = named('refused');
      await estate.faults({ method: 'PUT', path: `/records/${name}`, status: 422 });
      const handle = await estate.start({ writes: [writing('keyed.put', name)] });
      await until('a person is asked', async () => (await handle.query(asked))?.failure === 'VendorRejected');
      await handle.signal(choose, 'retry');
      expect(await handle.result()).toBe('completed');
      expect(estate.writes(name)).toHaveLength(1);
    }));

  test('the kill switch parks a running case until the rollout changes', () =>
    run(async () => {
      const set = (mode: string) =>
        estate.store.pool.query(
          `insert into rollout (lifecycle, segment, mode, reason, changed_by) values ('deal', 'Iron/*/*', $1, 'drill', 'p-sam')
           on conflict (lifecycle, segment) do update set mode = excluded.mode`,
          [mode],
        );
      const [before, after] = [named('before'), named('after')];
      await estate.faults({ method: 'PUT', path: `/records/${before}`, delayMs: 500 });
      const handle = await estate.start({
        segment: 'Iron/EMEA/standard',
        writes: [writing('keyed.put', before), writing('keyed.put', after)],
      });
      await until('the first write is under way', () => estate.writes(before).length === 1);
      await set('off');
      await until('it is parked', async () => (await handle.query(status)).openProblem === 'kill_switch');
      expect(estate.writes(after)).toEqual([]);
      await handle.signal(rolloutChanged);
      const refusals = async () => (await eventTypes(handle)).filter((type) => type === MARKER_RECORDED);
      // One of the markers is that of the patch.
      await until('it looked and parked again', async () => (await refusals()).length === 4);
      expect(estate.writes(after)).toEqual([]);
      await set('assisted');
      await handle.signal(rolloutChanged);
      expect(await handle.result()).toBe('completed');
      expect(estate.writes(after)).toHaveLength(1);
      expect((await handle.query(status)).openProblem).toBe('none');
      await replay(estate, handle);
    }));

  test('a workflow that is reset writes nothing again', () =>
    run(async () => {
      const names = [named('put'), named('post')];
      const writes = [writing('keyed.put', names[0] as string), writing('keyed.post', names[1] as string)];
      const handle = await estate.start({ writes, stayOpen: true });
      await until(
        'both are done',
        async () => (await effectOf(handle, names[1] as string))?.status === 'done',
      );
      const again = await reset(handle);
      await again.signal(finish);
      expect(await again.result()).toBe('completed');
      for (const name of names) expect(estate.writes(name)).toHaveLength(1);
    }));
});

describe('several writes as one step', () => {
  const run = async (work: () => Promise<void>) => (await estate.worker()).runUntil(work);
  /** An upsert, a create and another upsert; the second is where things go wrong. */
  function three() {
    const names = [named('first'), named('second'), named('third')] as [string, string, string];
    const operations = ['keyed.put', 'keyed.post', 'keyed.put'];
    const writes = names.map((name, index) => writing(operations[index] as string, name));
    return { names, writes };
  }
  async function eachOnce(handle: WorkflowHandle, names: string[]): Promise<void> {
    for (const name of names) {
      expect(estate.writes(name)).toHaveLength(1);
      expect(await effectOf(handle, name)).toMatchObject({ status: 'done', step: name });
    }
  }

  test('are effects of their own and cost one local activity', () =>
    run(async () => {
      const { names, writes } = three();
      const handle = await estate.start({ writes, together: true });
      expect(await handle.result()).toBe('completed');
      await eachOnce(handle, names);
      expect((await eventTypes(handle)).filter((type) => type === MARKER_RECORDED)).toHaveLength(1);
      await replay(estate, handle);
    }));

  test('one that is refused for good is asked of the vendor once, then of a person; the others go on', () =>
    run(async () => {
      const { names, writes } = three();
      const [first, second, third] = names;
      const refused = () => estate.vendor.requests.filter((one) => one.path === `/records/${second}`);
      await estate.faults({ method: 'POST', path: `/records/${second}`, status: 422 });
      const handle = await estate.start({ writes, together: true });
      await until('a person is asked', async () => (await handle.query(asked))?.failure === 'VendorRejected');
      expect((await handle.query(asked))?.step).toBe(second);
      expect(refused().filter(({ method }) => method === 'POST')).toHaveLength(1);
      expect([estate.writes(first).length, estate.writes(third).length]).toEqual([1, 0]);
      await handle.signal(choose, 'retry');
      expect(await handle.result()).toBe('completed');
      await eachOnce(handle, names);
      await replay(estate, handle);
    }));

  test.each([
    ['a vendor that is down for a moment', { status: 503 }],
    ['an answer that is lost', { loseAnswer: true }],
  ])('%s holds up what comes after it, and each lands once', (_, fault) =>
    run(async () => {
      const { names, writes } = three();
      await estate.faults({ method: 'POST', path: `/records/${names[1]}`, ...fault });
      const handle = await estate.start({ writes, together: true });
      expect(await handle.result()).toBe('completed');
      await eachOnce(handle, names);
      await replay(estate, handle);
    }),
  );

  const told = (name: string) => ({ ...writing('keyed.message', name), notice: true as const });
  const sent = () => estate.writes('messages').length;
  async function eachOnceAndTold(handle: WorkflowHandle, names: string[], message: string): Promise<void> {
    await eachOnce(handle, names);
    expect(await effectOf(handle, message)).toMatchObject({ status: 'done', step: message });
  }

  test('the notice about them goes out in the same local activity', () =>
    run(async () => {
      const { names, writes } = three();
      const [message, before] = [named('message'), sent()];
      const handle = await estate.start({ writes: [...writes, told(message)], together: true });
      expect(await handle.result()).toBe('completed');
      await eachOnceAndTold(handle, names, message);
      expect(sent() - before).toBe(1);
      expect((await eventTypes(handle)).filter((type) => type === MARKER_RECORDED)).toHaveLength(1);
      await replay(estate, handle);
    }));

  test('nobody is told while one of them waits for a person, and once it has landed somebody is, once', () =>
    run(async () => {
      const { names, writes } = three();
      const [message, before] = [named('message'), sent()];
      await estate.faults({ method: 'POST', path: `/records/${names[1]}`, status: 422 });
      const handle = await estate.start({ writes: [...writes, told(message)], together: true });
      await until('a person is asked', async () => (await handle.query(asked))?.failure === 'VendorRejected');
      expect(sent()).toBe(before);
      await handle.signal(choose, 'retry');
      expect(await handle.result()).toBe('completed');
      await eachOnceAndTold(handle, names, message);
      expect(sent() - before).toBe(1);
      await replay(estate, handle);
    }));

  test('a notice that is slow goes on beside the workflow task, and is sent once', () =>
    run(async () => {
      const { names, writes } = three();
      const [message, before] = [named('message'), sent()];
      await estate.faults({ method: 'POST', path: '/messages', delayMs: 2 * QUICK_NOTICE_MS });
      const handle = await estate.start({ writes: [...writes, told(message)], together: true });
      expect(await handle.result()).toBe('completed');
      await eachOnceAndTold(handle, names, message);
      expect(sent() - before).toBe(1);
      await replay(estate, handle);
    }));

  test('a worker killed among them: what had landed is not written again', async () => {
    const { names, writes } = three();
    await estate.faults({ method: 'POST', path: `/records/${names[1]}`, delayMs: HELD_MS });
    const first = await workerProcess();
    const handle = await estate.start({ writes, together: true });
    await until('the second is under way', () => estate.writes(names[1]).length === 1);
    await kill(first);
    const second = await workerProcess();
    expect(await handle.result()).toBe('completed');
    await eachOnce(handle, names);
    await kill(second);
  });

  test('the kill switch stops them between two writes', () =>
    run(async () => {
      const { names, writes } = three();
      const set = (mode: string) =>
        estate.store.pool.query(
          `insert into rollout (lifecycle, segment, mode, reason, changed_by) values ('deal', 'Zinc/*/*', $1, 'drill', 'p-sam')
           on conflict (lifecycle, segment) do update set mode = excluded.mode`,
          [mode],
        );
      await estate.faults({ method: 'PUT', path: `/records/${names[0]}`, delayMs: 500 });
      const handle = await estate.start({ segment: 'Zinc/EMEA/standard', writes, together: true });
      await until('the first write is under way', () => estate.writes(names[0]).length === 1);
      await set('off');
      await until('it is parked', async () => (await handle.query(status)).openProblem === 'kill_switch');
      expect([estate.writes(names[1]).length, estate.writes(names[2]).length]).toEqual([0, 0]);
      await set('assisted');
      await handle.signal(rolloutChanged);
      expect(await handle.result()).toBe('completed');
      await eachOnce(handle, names);
    }));
});

/** Back to before the first workflow task: everything runs again, under another run id. */
async function reset(handle: WorkflowHandle): Promise<WorkflowHandle> {
  const { runId } = await (estate.env.connection.workflowService.resetWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId: handle.workflowId },
    reason: 'test',
    // The protocol's Long takes a plain number, its type does not say so.
    workflowTaskFinishEventId: 3 as never,
    requestId: randomUUID(),
  }) as Promise<{ runId: string }>);
  return estate.env.client.workflow.getHandle(handle.workflowId, runId);
}
