import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { Worker } from '@temporalio/worker';
import fc from 'fast-check';
import { registrationOf } from '../../adapters/store/deal/registrations.ts';
import { statement } from '../../adapters/store/statement.ts';
import { checkWorkflowTasks } from '../../cli/doctor/workflow-tasks.ts';
import { protectionId } from '../../domain/identity.ts';
import { LIFECYCLE_NAMES } from '../../domain/lifecycles.ts';
import { encryptingCodec, workerDataConverter } from '../../installation/data-converter.ts';
import type { CaseView } from '../../workflows/messages.ts';
import * as messages from '../../workflows/messages.ts';
import { describeInstallation } from '../environment/describe-installation.ts';
import { workflowBundle } from '../environment/servers.ts';
import { eventually, GOLD, newDeal } from './deal/cases.ts';

/** Everything is sent as whoever reaches Temporal could send it: by the raw call, with no converter of ours in between. */
const here = describeInstallation();
const json = (value: unknown): Payload => defaultPayloadConverter.toPayload(value) as Payload;
const text = (value: string) => new TextEncoder().encode(value);
const raw = (encoding: string | null, data: Uint8Array): Payload => ({
  metadata: encoding === null ? {} : { encoding: text(encoding) },
  data,
});

const DECISION = { by: 'p-olga', reason: 'x', round: 1 };
/** What is no JSON, or not the JSON that is expected. */
async function kinds(): Promise<Payload[][]> {
  const sealed = await encryptingCodec(randomBytes(32), 'other').encode([json(DECISION)]);
  const broken = sealed.map(({ metadata, data }) => ({ metadata, data: data?.subarray(0, 5) })) as Payload[];
  const values: unknown[] = [
    ...[null, true, 7, '', 'text', [], [[]], {}, Number.MAX_VALUE],
    { ...DECISION, edits: { toString: 'x' } },
    { ...DECISION, edits: JSON.parse('{"__proto__": {"a": 1}, "constructor": "x"}') as unknown },
    { ...DECISION, by: '__proto__', to: 'constructor', round: '1' },
    { ...DECISION, token: 'x'.repeat(5_000) },
    { reason: { a: 1 }, protectedUntil: 'next year' },
    { toString: 'x', valueOf: 'x' },
    { reason: 'y', protectedUntil: '2099-01-01T00:00:00.000Z' },
    ...fc.sample(fc.jsonValue(), { numRuns: 15 }),
  ];
  return [
    [],
    [json(DECISION), json(DECISION)],
    [raw(null, text('{}'))],
    [raw('json/plain', new Uint8Array())],
    [raw('json/plain', text('{"a":'))],
    [raw('json/plain', new Uint8Array([0xff, 0xfe, 0x00]))],
    [raw('json/protobuf', text('{}'))],
    [raw('binary/protobuf', randomBytes(20))],
    [raw('binary/plain', randomBytes(20))],
    [raw('no/such', text('x'))],
    [{}],
    [raw('json/plain', text(`${'['.repeat(20_000)}${']'.repeat(20_000)}`))],
    [raw('json/plain', text(`{"quarterdeck/unreadable": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`))],
    sealed,
    broken,
    ...values.map((value) => [json(value)]),
  ];
}

const turn = (names: string[], index: number) => names[index % names.length] as string;
/** Every message that there is, by its kind, and one that there is not. */
const named = (type: 'signal' | 'update') =>
  Object.values(messages).flatMap((one) => (one.type === type ? [one.name] : []));
const SIGNALS = [...named('signal'), 'nobodyHearsThis'];
const UPDATES = [...named('update').filter((name) => name !== 'decide'), 'nobodyHearsThis'];
/** Every workflow that there is, by the name under which it is started. */
const TYPES = [...readFileSync('workflows/index.ts', 'utf8').matchAll(/export \{ (\w+) \}/g)].map(
  ([, name]) => name as string,
);

const service = () => here.env.connection.workflowService;
const namespace = () => here.env.namespace ?? 'default';
const signal = (workflowId: string, signalName: string, payloads: Payload[]) =>
  service().signalWorkflowExecution({
    namespace: namespace(),
    workflowExecution: { workflowId },
    signalName,
    input: { payloads },
    requestId: randomUUID(),
  });
const update = (workflowId: string, name: string, payloads: Payload[]) =>
  service().updateWorkflowExecution({
    namespace: namespace(),
    workflowExecution: { workflowId },
    waitPolicy: { lifecycleStage: 3 },
    request: { meta: { updateId: randomUUID() }, input: { name, args: { payloads } } },
  });
const query = (workflowId: string, payloads: Payload[]) =>
  service().queryWorkflow({
    namespace: namespace(),
    execution: { workflowId },
    query: { queryType: 'status', queryArgs: { payloads } },
  });
const handle = (id: string) => here.env.client.workflow.getHandle(id);
const view = (id: string) => handle(id).query<CaseView>('status');

/** Causes that are the server's own business: a message arrived as the task ended, and it was tried again. */
const HARMLESS = ['UNHANDLED_COMMAND', 'FORCE_CLOSE_COMMAND', 'RESET_STICKY_TASK_QUEUE'];
async function failedTasks(id: string): Promise<unknown[]> {
  const { events } = await handle(id).fetchHistory();
  const failed = events?.flatMap(({ workflowTaskFailedEventAttributes: one }) => (one ? [one] : [])) ?? [];
  return failed
    .filter(
      ({ cause }) =>
        !HARMLESS.some((name) => String(cause).includes(name)) && ![9, 23].includes(Number(cause)),
    )
    .map(({ failure }) => failure?.message);
}

async function replays(id: string): Promise<void> {
  const options = {
    workflowBundle: workflowBundle(),
    ...workerDataConverter({ QUARTERDECK_CODEC_KEY: undefined }),
  };
  await Worker.runReplayHistory(options, await handle(id).fetchHistory(), id);
}

test('no message fails a workflow task of a waiting case, and a good decision after all of them is taken', async () => {
  const id = await here.submit(newDeal({ source_partner_id: GOLD }));
  await here.until(id, (row) => row.status === 'waiting_for_decision');
  const all = await kinds();
  // Those that share their code take their turns: every refusal is a transaction with its audit row.
  for (const [index, payloads] of all.entries()) {
    const signals = ['override', 'submitted', turn(SIGNALS, index), turn(SIGNALS, index + 6)];
    await Promise.all(signals.map((name) => signal(id, name, payloads)));
    const updates = ['decide', turn(UPDATES, index)];
    const answers = await Promise.all(updates.map((name) => update(id, name, payloads)));
    for (const { outcome } of answers) expect(outcome?.success ?? null).toBeNull();
    await query(id, payloads);
  }
  // Together below what the test's own client takes of a history.
  await signal(id, 'override', [json('x'.repeat(1_900_000))]);
  for (const name of ['submitted', 'rolloutChanged', 'nobodyHearsThis'])
    await signal(id, name, [json('x'.repeat(400_000))]);

  // It answers as soon as what was sent has been refused.
  const shown = await eventually(() => view(id).catch(() => undefined), 120_000);
  expect(shown).toMatchObject({ status: 'waiting_for_decision', revision: 1 });
  expect(await failedTasks(id)).toEqual([]);
  expect(await here.decide(id, 'p-olga', { action: 'approve' })).toMatchObject({ final: true });
  await here.until(id, (row) => row.outcome === 'Approved');
  await replays(id);
}, 400_000);

test('whoever starts a workflow with anything, under any id, locks nothing', async () => {
  const all = await kinds();
  const started: string[] = [];
  expect(TYPES.length).toBeGreaterThan(8);
  for (const [index, payloads] of all.entries()) {
    for (const type of [turn(TYPES, index), turn(TYPES, index + 4)]) {
      const workflowId = `${type === 'protection' || type === 'reversal' ? `${type}:` : ''}x:${index}:${type}:${here.taskQueue}`;
      await service().startWorkflowExecution({
        namespace: namespace(),
        workflowId,
        workflowType: { name: type },
        taskQueue: { name: here.taskQueue },
        input: { payloads },
        requestId: randomUUID(),
      });
      started.push(workflowId);
    }
  }
  // A case waits for its row, for a while.
  const cases = Object.values(LIFECYCLE_NAMES).map(({ workflow }) => `:${workflow}:`);
  const ends = started.filter((id) => !cases.some((one) => id.includes(one)));
  await Promise.allSettled(ends.map((id) => handle(id).result()));
  for (const id of started) expect([id, await failedTasks(id)]).toEqual([id, []]);
});

test('a case that somebody has started before its submission, with another record, is decided like any other', async () => {
  const deal = newDeal({ source_partner_id: GOLD });
  const id = `deal:portal:${deal.deal_id.replaceAll('-', '~2d')}`;
  const lie = { case: id, source: 'portal', externalId: '9999', sequence: 1, period: '9999', sample: false };
  await here.env.client.workflow.signalWithStart('dealRegistration', {
    workflowId: id,
    taskQueue: here.taskQueue,
    args: [lie],
    signal: 'submitted',
    signalArgs: [{ case: id, revision: 1_000_000, contentHash: 'x' }],
  });
  expect(await here.submit(deal)).toBe(id);
  await here.until(id, (row) => row.status === 'waiting_for_decision' && row.revision === 1);
  await here.decide(id, 'p-olga', { action: 'approve' });
  await here.until(id, (row) => row.outcome === 'Approved');
  expect(await failedTasks(id)).toEqual([]);
  await replays(id);
});

test('a stranger neither ends nor moves a protection window: what the registration says holds', async () => {
  const id = await here.submit(newDeal());
  await here.until(id, (row) => row.status === 'completed');
  const window = protectionId(id);
  const registered = async () => registrationOf(statement(here.store), id);
  const before = await registered();
  // Only a signal that could also have started it wakes one that sleeps.
  const send = (name: string, said: unknown) =>
    here.env.client.workflow.signalWithStart('protection', {
      workflowId: window,
      taskQueue: here.taskQueue,
      args: [{ case: id, protectedUntil: '2000-01-01T00:00:00.000Z' }],
      signal: name,
      signalArgs: [said],
    });
  await send('release', { reason: 'y' });
  await send('extend', { protectedUntil: '2099-01-01T00:00:00.000Z', reason: 'y' });
  await send('extend', { protectedUntil: 'next year', reason: 'y' });
  await send('release', null);
  // It can be asked before it has looked.
  const looked = () => view(window).then((seen) => (seen.history.length > 0 ? seen : null));
  const shown = await eventually(() => looked().catch(() => null), 60_000);
  expect(shown).toMatchObject({ status: 'running', outcome: null });
  expect(shown.history.join()).toContain(`protected until ${before?.protectedUntil}`);
  expect(await registered()).toEqual(before);
  expect((await handle(window).describe()).status.name).toBe('RUNNING');
  expect(await failedTasks(window)).toEqual([]);
  await replays(window);

  await here.reverse(id, 'p-olga');
  await eventually(async () => (await handle(window).describe()).status.name === 'COMPLETED');
  await send('extend', { protectedUntil: '2099-01-01T00:00:00.000Z', reason: 'y' });
  await eventually(async () => (await handle(window).describe()).status.name === 'COMPLETED');
  expect((await registered())?.status).toBe('Withdrawn');
});

test('doctor names a workflow whose tasks fail', async () => {
  const { client } = here.env;
  expect(await checkWorkflowTasks({ client }, here.taskQueue)).toMatchObject({ state: 'ok' });
  const workflowId = `broken-${here.taskQueue}`;
  await client.workflow.start('noSuchWorkflow', { workflowId, taskQueue: here.taskQueue });
  const found = await eventually(async () => {
    const check = await checkWorkflowTasks({ client }, here.taskQueue);
    return check.state === 'failed' ? check : undefined;
  }, 40_000);
  expect(found.found).toContain(workflowId);
  await handle(workflowId).terminate();
});
