import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { admit } from '../../adapters/intake/admit.ts';
import { keepLetter } from '../../adapters/intake/dead-letter.ts';
import { openDeal } from '../../adapters/intake/deal/sealed.ts';
import { startPending } from '../../adapters/intake/deliver.ts';
import { RECORD_HINT } from '../../adapters/intake/parse.ts';
import { receive } from '../../adapters/intake/receive.ts';
import { handOverParked, retryDeadLetter } from '../../adapters/intake/retry.ts';
import { listDeadLetters } from '../../adapters/store/dead-letters.ts';
import { openStore, transact } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import { submissionOf } from '../../adapters/store/submissions.ts';
import { dealsOf } from '../adapters/prm/records.ts';
import { settledAll } from '../environment/settled.ts';
import { deal, describeRig, PRM_DEAL, post, SHARED, webhook } from './rig.ts';

const rig = describeRig();

const seen = (id: string) => rig.env.client.workflow.getHandle(id).query<number[]>('seen');
const undelivered = () => rig.sql('select case_id, revision from undelivered order by 1, 2');
const caseOf = (body: Record<string, unknown>) =>
  `deal:portal:${String(body.deal_id).replaceAll('-', '~2d')}`;
const inFiles = (body: unknown) => ({
  lifecycle: 'deal' as const,
  source: 'files',
  form: 'application/json' as const,
  body: Buffer.from(JSON.stringify(body)),
});

describe('while Temporal is away', () => {
  test('a registration is kept and answered, and started by the sweep once it is back', async () => {
    const connection = Connection.lazy({ address: '127.0.0.1:1', interceptors: [] });
    const told: string[] = [];
    const away = {
      ...rig.intake,
      client: new Client({ connection }),
      deliverWithinMs: 300,
      onUndelivered: ({ case: id }: { case: string }) => void told.push(id),
    };
    const { url } = await rig.another({ intake: away });
    const body = deal();
    const answer = await webhook({ url }, body);
    const id = caseOf(body);
    expect(answer).toMatchObject({ status: 202, body: { case: id, revision: 1, state: 'accepted' } });
    expect(told).toEqual([id]);
    expect(await webhook({ url }, body)).toEqual(answer);
    const amended = await webhook({ url }, { ...body, customer_name: 'Amended' });
    expect(amended.body).toMatchObject({ case: id, revision: 2 });
    expect(await startPending(away, 0)).toBe(0);
    expect(await undelivered()).toEqual([
      { case_id: id, revision: 1 },
      { case_id: id, revision: 2 },
    ]);
    // Each waits for its own time, longer after each attempt.
    expect(await startPending(rig.intake, 0)).toBe(0);
    expect(await rig.sql('select attempts from undelivered')).toEqual([{ attempts: 1 }, { attempts: 1 }]);
    await rig.sql('update undelivered set next_at = now()');
    expect(await startPending(rig.intake, 0)).toBe(2);
    expect((await seen(id)).sort()).toEqual([1, 2]);
    expect(await undelivered()).toEqual([]);
    await connection.close();
  });

  test('a hundred submissions that Temporal takes under no circumstances starve no newer one', async () => {
    // An id that is longer than Temporal allows: it is refused for good, each time.
    await rig.sql(
      `with stuck as (
          insert into cases (case_id, lifecycle, source, external_id, sequence)
            select 'deal:portal:' || repeat('x', 1100) || n, 'deal', 'portal', repeat('x', 1100) || n, 1 from generate_series(1, 120) n
            returning case_id)
        insert into submissions (case_id, revision, update_id, canonical, content_hash)
          select case_id, 1, case_id, '{}', 'x' from stuck`,
    );
    await rig.sql(
      `insert into undelivered (case_id, revision, created_at)
        select case_id, 1, now() - interval '1 hour' from cases where length(case_id) > 1000`,
    );
    const connection = Connection.lazy({ address: '127.0.0.1:1', interceptors: [] });
    const away = { ...rig.intake, client: new Client({ connection }), deliverWithinMs: 300 };
    const { url } = await rig.another({ intake: away });
    const body = deal();
    await webhook({ url }, body);
    const id = caseOf(body);
    await rig.sql('update undelivered set next_at = now() where case_id = $1', [id]);
    // It is the newest of 121: the first look takes the hundred oldest, the second one comes to it.
    expect(await startPending(rig.intake, 0)).toBe(0);
    expect(await startPending(rig.intake, 0)).toBe(1);
    expect(await seen(id)).toEqual([1]);
    expect(await rig.sql('select attempts, count(*)::int as n from undelivered group by 1')).toEqual([
      { attempts: 1, n: 120 },
    ]);
    // Until their time has come they are not looked at.
    expect(await startPending(rig.intake, 0)).toBe(0);
    await rig.sql('delete from undelivered where length(case_id) > 1000');
    await connection.close();
  });

  test('the readiness check says so, and the process check does not', async () => {
    const connection = Connection.lazy({ address: '127.0.0.1:1', interceptors: [] });
    const { url } = await rig.another({ intake: { ...rig.intake, client: new Client({ connection }) } });
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { status: 'not_ready', postgres: true, temporal: false },
    ]);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${rig.url}/readyz`)).json()).toEqual({
      status: 'ready',
      postgres: true,
      temporal: true,
    });
    await connection.close();
  });
});

test('a database that takes connections and answers nothing is not ready, and the check says so within seconds', async () => {
  const sockets: Socket[] = [];
  const frozen = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(frozen, 'listening');
  const { port } = frozen.address() as AddressInfo;
  const store = openStore({ url: `postgresql://nobody:none@127.0.0.1:${port}/none` });
  const { url } = await rig.another({ intake: { ...rig.intake, store } });
  const ready = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) });
  expect([ready.status, await ready.json()]).toEqual([
    503,
    { status: 'not_ready', postgres: false, temporal: true },
  ]);
  for (const socket of sockets) socket.destroy();
  frozen.close();
  await store.close();
});

test('without any worker a registration is answered in time and taken once one runs', async () => {
  const taskQueue = randomUUID();
  const body = deal();
  const before = performance.now();
  const { url } = await rig.another({ intake: { ...rig.intake, taskQueue } });
  expect(await webhook({ url }, body)).toMatchObject({ status: 202 });
  expect(performance.now() - before).toBeLessThan(3_000);
  expect(await undelivered()).toEqual([]);
  const stop = await rig.work(taskQueue);
  try {
    expect(await seen(caseOf(body))).toEqual([1]);
  } finally {
    await stop();
  }
});

test('a crash between row and workflow loses nothing', async () => {
  const database = String(rig.intake.store.pool.options.connectionString);
  const key = Buffer.alloc(32, 1).toString('base64');
  const body = deal();
  const node = join(createRequire(import.meta.url).resolve('node/package.json'), '../bin/node');
  const { signal, stderr } = spawnSync(
    node,
    [join(import.meta.dirname, 'crash-after-row.ts'), database, key, JSON.stringify(body)],
    { encoding: 'utf8' },
  );
  expect({ signal, stderr }).toEqual({ signal: 'SIGKILL', stderr: expect.any(String) });
  const id = caseOf(body);
  expect(await rig.sql('select status from cases where case_id = $1', [id])).toEqual([{ status: 'running' }]);
  await expect(seen(id)).rejects.toThrow();
  expect(await startPending(rig.intake, 0)).toBeGreaterThan(0);
  expect(await seen(id)).toEqual([1]);
});

describe('after the end of a case', () => {
  async function ended(status: string, outcome: string | null) {
    const body = deal({ version: '1' });
    const [first] = await receive(rig.intake, inFiles(body));
    if (first?.kind !== 'submitted') throw new Error('not submitted');
    const handle = rig.env.client.workflow.getHandle(first.case);
    await handle.signal('end');
    await handle.result();
    await rig.sql('update cases set status = $2, outcome = $3 where case_id = $1', [
      first.case,
      status,
      outcome,
    ]);
    return {
      id: first.case,
      next: (version: string, change = {}) => receive(rig.intake, inFiles({ ...body, ...change, version })),
    };
  }

  test('a new version of a rolled back one is the next sequence and points at it', async () => {
    const { id, next } = await ended('rolled_back', 'Approved');
    expect(await next('2')).toMatchObject([{ case: `${id}~2`, revision: 1 }]);
    const [row] = await rig.sql('select sequence, previous_case from cases where case_id = $1', [`${id}~2`]);
    expect(row).toEqual({ sequence: 2, previous_case: id });
    expect(await seen(`${id}~2`)).toEqual([1]);
    expect(await next('1')).toMatchObject([{ case: id, revision: 1 }]);
    expect(await next('3', { customer_name: 'Changed' })).toMatchObject([{ case: `${id}~2`, revision: 2 }]);
  });

  test('a new version of an approved one is only recorded', async () => {
    const { id, next } = await ended('completed', 'Approved');
    expect(await next('2', { customer_name: 'Changed' })).toMatchObject([{ case: id, revision: 2 }]);
    expect(await undelivered()).toEqual([]);
    expect(
      await rig.sql('select revision from submissions where case_id = $1 order by 1', [id]),
    ).toHaveLength(2);
  });

  test.each([
    ['29 days ago and was touched a moment ago keeps', 29, false],
    ['31 days ago and was touched a moment ago loses', 31, true],
  ])('a new version of an incomplete one that ended %s its place', async (_, days, late) => {
    const { id, next } = await ended('completed', 'Incomplete');
    await rig.sql(
      "update cases set ended_at = $2::timestamptz - $3 * interval '1 day', updated_at = now() where case_id = $1",
      [id, rig.intake.now().toISOString(), days],
    );
    expect(await next('2', { customer_name: 'Completed' })).toMatchObject([{ case: `${id}~2` }]);
    const [row] = await rig.sql('select canonical::text as text from submissions where case_id = $1', [
      `${id}~2`,
    ]);
    expect(String(row?.text).includes('reopened_late')).toBe(late);
  });

  test('before our row knows of it, an amendment is recorded and the workflow is not started again', async () => {
    const { id, next } = await ended('running', null);
    expect(await next('2', { customer_name: 'Changed' })).toMatchObject([{ case: id, revision: 2 }]);
    expect(await undelivered()).toEqual([]);
    expect((await rig.env.client.workflow.getHandle(id).describe()).status.name).toBe('COMPLETED');
  });
});

describe('a record that the PRM reports', () => {
  const hint = (url: string, id: number) =>
    post(`${url}/webhooks/impartner`, JSON.stringify({ id }), { 'x-quarterdeck-secret': SHARED });
  const misbehave = (...faults: object[]) =>
    rig.prm.app.inject({ method: 'POST', url: '/__sim/faults', payload: faults });

  test('while the PRM cannot be read waits, longer each time, and is read when it can', async () => {
    rig.prm.seed({ prmDeals: [{ ...PRM_DEAL, id: '103' }] });
    await misbehave({ path: 'Deal/103', status: 401 });
    const { body } = await hint(rig.url, 103);
    const delivery = () =>
      rig.sql('select state, attempts, next_at > now() as later from deliveries where intake_id = $1', [
        body.intake,
      ]);
    for (const end = Date.now() + 20_000; (await delivery())[0]?.attempts !== 1 && Date.now() < end; )
      await new Promise((done) => setTimeout(done, 50));
    expect(await delivery()).toEqual([{ state: 'waiting', attempts: 1, later: true }]);
    expect(await admit(rig.intake)).toBe(0);
    await rig.sql('update deliveries set next_at = now() where intake_id = $1', [body.intake]);
    expect(await admit(rig.intake)).toBe(1);
    expect(await rig.settled(String(body.intake))).toMatchObject([{ case: 'deal:impartner:103' }]);
  });

  test('that 0.2.0 had parked is read by an intake', async () => {
    rig.prm.seed({ prmDeals: [{ ...PRM_DEAL, id: '104' }] });
    await keepLetter(rig.intake, {
      lifecycle: 'deal',
      source: 'impartner',
      form: RECORD_HINT,
      body: Buffer.from('{"id":104}'),
      fault: {
        code: 'source_unreachable',
        title: 'The record could not be read.',
        field: null,
        fix: 'Nothing.',
      },
    });
    expect(await handOverParked(rig.intake)).toBe(1);
    expect(await rig.settled('intake:impartner:104')).toMatchObject([{ case: 'deal:impartner:104' }]);
    expect(await handOverParked(rig.intake)).toBe(0);
  });

  test('again after our own write-back is no amendment, and does not reopen what was rolled back', async () => {
    const become = async () => rig.became(await hint(rig.url, 101));
    const first = await become();
    expect(first).toMatchObject({ case: 'deal:impartner:101', revision: 1 });
    const { prm } = rig.ports;
    const call = { timeoutMs: 5_000, mayWait: true };
    const before = await dealsOf(prm).read('101', call);
    const payload = { id: '101', status: 'Submitted', AI_Validation_Score: 91 };
    await dealsOf(prm).writes.updateDeal.send(payload, 'key', call);
    expect((await dealsOf(prm).read('101', call))?.version).not.toBe(before?.version);
    expect(await become()).toEqual(first);
    await rig.sql(`update cases set status = 'rolled_back' where case_id = 'deal:impartner:101'`);
    expect(await become()).toEqual(first);
    expect(await rig.sql(`select case_id from cases where external_id = '101'`)).toHaveLength(1);
  });
});

describe('a dead letter', () => {
  const waits = async (id: string) =>
    (await listDeadLetters(statement(rig.intake.store), { retried: false })).some((one) => one.id === id);

  test('retried after its cause is gone becomes its case', async () => {
    const body = Buffer.from('{"id":202}');
    const [refused] = await rig.received({ source: 'impartner', form: RECORD_HINT, body });
    if (refused?.kind !== 'refused') throw new Error('not refused');
    const early = await retryDeadLetter(rig.intake, refused.deadLetter);
    expect(await settledAll(rig.intake.store, early ?? [])).toMatchObject([{ kind: 'refused' }]);
    expect(await waits(refused.deadLetter)).toBe(true);
    rig.prm.seed({ prmDeals: [{ ...PRM_DEAL, id: '202' }] });
    const again = await retryDeadLetter(rig.intake, refused.deadLetter);
    expect(again).toEqual([{ kind: 'reading', intake: expect.stringMatching(/^intake:impartner:202/) }]);
    expect(await settledAll(rig.intake.store, again ?? [])).toMatchObject([{ case: 'deal:impartner:202' }]);
    const [row] = await rig.sql('select case_id from dead_letters where id = $1', [refused.deadLetter]);
    expect(row).toEqual({ case_id: 'deal:impartner:202' });
    expect(await waits(refused.deadLetter)).toBe(false);
  });

  test('retried too early stays the only one', async () => {
    const [refused] = await receive(rig.intake, inFiles(deal({ currency: 'XQZ', estimated_value: '1' })));
    if (refused?.kind !== 'refused') throw new Error('not refused');
    const id = refused.deadLetter;
    expect(await retryDeadLetter(rig.intake, id)).toMatchObject([{ kind: 'refused', deadLetter: id }]);
    expect(await rig.sql('select id from dead_letters where source = $1', ['files'])).toEqual([{ id }]);
    expect(await waits(id)).toBe(true);
  });

  test('that does not exist is not retried', async () => {
    expect(await retryDeadLetter(rig.intake, randomUUID())).toBeUndefined();
    expect(await retryDeadLetter(rig.intake, 'nonsense')).toBeUndefined();
  });
});

test('what was sealed is read back as it was submitted', async () => {
  const body = deal({ partner_notes: 'Grüße, half a smile \ud83d' });
  const answer = await webhook(rig, body);
  const opened = await transact(rig.intake.store, async (tx) => {
    const row = await submissionOf(tx, String(answer.body.case));
    return openDeal(tx, rig.intake.vault, row?.canonical ?? {});
  });
  expect(opened).toMatchObject({
    submission: {
      primary_contact_email: 'einkauf@hansewerft.example',
      partner_notes: 'Grüße, half a smile \ufffd',
    },
    submitted_by: null,
    problems: [{ code: 'unprintable_characters' }],
    attachments: [],
  });
  expect(Object.keys(opened).sort()).toEqual(['attachments', 'problems', 'submission', 'submitted_by']);
});
