import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { admit } from '../../adapters/intake/admit.ts';
import { receive } from '../../adapters/intake/receive.ts';
import { retryDeadLetter } from '../../adapters/intake/retry.ts';
import { UNSTATED } from '../../domain/reading/source-format.ts';
import { settledAll } from '../environment/settled.ts';
import { deal, describeRig, PRM_DEAL, post, SHARED, webhook } from './rig.ts';

const rig = describeRig();

const hint = (id: string | number, url = rig.url) =>
  post(`${url}/webhooks/impartner`, JSON.stringify({ id, said: randomInt(1e9) }), {
    'x-quarterdeck-secret': SHARED,
  });
const entered = (change: object = {}) => {
  const id = String(randomInt(1e9));
  rig.prm.seed({ prmDeals: [{ ...PRM_DEAL, id, ...change }] });
  return id;
};
const misbehave = (...faults: object[]) =>
  rig.prm.app.inject({ method: 'POST', url: '/__sim/faults', payload: faults });
const readsOf = (id: string) =>
  rig.prm.requests.filter(({ method, path }) => method === 'GET' && path.includes(`Deal/${id}`)).length;
const mail = (text: string, name = `${randomInt(1e9)}@x.example`) => ({
  lifecycle: 'deal' as const,
  source: 'email',
  form: 'message/rfc822' as const,
  body: Buffer.from(`From: joe@partner.example\r\nMessage-ID: <${name}>\r\n\r\n${text}\r\n`),
});
/** What held the server of 0.2.0 up for a minute: each line costs a reader of labels the square of its length. */
const hostile = (length = 90_000) =>
  mail(`Partner id 7001\nKunde: a${' '.repeat(length)}b${' |'.repeat(length)}`);
const runOf = (id: string) => rig.env.client.workflow.getHandle(id).describe();

describe('while a hostile mail is read', () => {
  test('the server and the webhooks of others answer as fast as ever', async () => {
    const reading = await Promise.all(Array.from({ length: 3 }, () => receive(rig.intake, hostile())));
    const slowest = { healthz: 0, webhook: 0 };
    for (let n = 0; n < 20; n += 1) {
      const began = performance.now();
      expect((await fetch(`${rig.url}/healthz`)).status).toBe(200);
      const healthy = performance.now();
      expect(await webhook(rig, deal())).toMatchObject({ status: 202, body: { state: 'accepted' } });
      slowest.healthz = Math.max(slowest.healthz, healthy - began);
      slowest.webhook = Math.max(slowest.webhook, performance.now() - healthy);
    }
    // The machine may be busy; what is ruled out is the minute that it took.
    expect(slowest.healthz).toBeLessThan(1_500);
    expect(slowest.webhook).toBeLessThan(4_000);
    const became = await settledAll(rig.intake.store, reading.flat());
    for (const one of became)
      expect(one.kind === 'refused' ? one.problem.code : one.kind).toMatch(
        /^submitted$|too_slow$|too_large$/,
      );
  });

  test('what takes longer than its time is a dead letter that says so', async () => {
    const { readInThread } = await import('../../adapters/intake/read-in-thread.ts');
    // Megabytes: no thread has read them before anybody looks at the clock.
    const { body, form } = hostile(2_000_000);
    expect(
      await readInThread('text', { body, form, now: new Date(), format: UNSTATED, servers: [] }, { ms: 1 }),
    ).toEqual({
      code: 'too_slow',
    });
  });
});

describe('hints', () => {
  test('a storm of a hundred is two readings, and one case', async () => {
    const id = entered();
    // Longer than it takes to send the storm on a busy machine.
    await misbehave({ path: `Deal/${id}`, delayMs: 15_000 });
    const first = await hint(id);
    for (const end = Date.now() + 10_000; readsOf(id) === 0 && Date.now() < end; )
      await new Promise((done) => setTimeout(done, 10));
    // In waves: the server has at most 64 requests in work.
    for (let wave = 0; wave < 3; wave += 1) {
      const answers = await Promise.all(Array.from({ length: 33 }, () => hint(id)));
      expect(answers.map(({ status }) => status)).toEqual(Array(33).fill(202));
    }
    expect(await rig.became(first)).toMatchObject({ case: `deal:impartner:${id}`, revision: 1 });
    expect(readsOf(id)).toBe(2);
    expect(
      await rig.sql('select 1 from submissions where case_id = $1', [`deal:impartner:${id}`]),
    ).toHaveLength(1);
  });

  test('an older state never overtakes a newer one, however slowly it was read', async () => {
    const id = entered({ customerName: 'Old Works' });
    // The answer with the old state comes late; what is reported meanwhile is read after it.
    await misbehave({ path: `Deal/${id}`, delayMs: 1_500 });
    const first = await hint(id);
    for (const end = Date.now() + 10_000; readsOf(id) === 0 && Date.now() < end; )
      await new Promise((done) => setTimeout(done, 10));
    rig.prm.seed({
      prmDeals: [{ ...PRM_DEAL, id, customerName: 'New Works', modifiedAt: new Date().toISOString() }],
    });
    await hint(id);
    await rig.became(first);
    const rows = await rig.sql(
      `select canonical->'submission'->>'customer_name' as name from submissions where case_id = $1 order by revision`,
      [`deal:impartner:${id}`],
    );
    expect(rows.at(-1)).toEqual({ name: 'New Works' });
  });
});

describe('what has to be read first', () => {
  test('leaves neither its bytes nor what they said, once it is read; nor in Temporal at any time', async () => {
    const one = mail('Customer: Sentinel Works\r\nContact: sentinel@customer.example');
    const [reading] = await receive(rig.intake, one);
    if (reading?.kind !== 'reading') throw new Error('not kept');
    expect(reading.intake).toMatch(/^intake:email:t_[\w~]+$/);
    expect(await rig.settled(reading.intake)).toMatchObject([{ kind: 'submitted', revision: 1 }]);
    const rows = await rig.sql('select body, reading from deliveries where intake_id = $1', [reading.intake]);
    expect(rows).toEqual([{ body: null, reading: null }]);
    const history = JSON.stringify(await rig.env.client.workflow.getHandle(reading.intake).fetchHistory());
    const payloads = [...history.matchAll(/"data":"([^"]+)"/g)].map((match) => atob(match[1] as string));
    expect(payloads.join('\n')).toContain('settle');
    expect(history + payloads.join('\n')).not.toMatch(/sentinel/i);
  });

  test('is read as its own partner writes it', async () => {
    const body = readFileSync('sandbox/channel/inbox/09-thames.eml');
    const [one] = await rig.received({ source: 'email', form: 'message/rfc822', body });
    const [row] = await rig.sql(
      `select canonical->'submission' as fields from submissions where case_id = $1`,
      [one?.kind === 'submitted' ? one.case : null],
    );
    expect(row?.fields).toMatchObject({
      customer_name: 'Brightwater Council',
      stated_value: { amount: '64000.00', currency: 'GBP' },
      source_partner_id: '7004',
      provenance: 'extracted',
    });
  });

  test('is answered from what it became when the same bytes come again', async () => {
    const one = mail('Customer: Again Works');
    const first = await rig.received(one);
    expect(await receive(rig.intake, one)).toEqual(first);
    expect(first).toMatchObject([{ kind: 'submitted' }]);
  });

  test('waits in Postgres while Temporal is away, and the sweep has it read', async () => {
    const connection = Connection.lazy({ address: '127.0.0.1:1', interceptors: [] });
    const told: string[] = [];
    const away = {
      ...rig.intake,
      client: new Client({ connection }),
      deliverWithinMs: 300,
      onUnread: (id: string) => void told.push(id),
    };
    const [reading] = await receive(away, mail('Customer: Later Works'));
    if (reading?.kind !== 'reading') throw new Error('not kept');
    expect(told).toEqual([reading.intake]);
    expect(await admit(rig.intake)).toBe(0);
    await rig.sql('update deliveries set next_at = now() where intake_id = $1', [reading.intake]);
    expect(await admit(rig.intake)).toBe(1);
    expect(await rig.settled(reading.intake)).toMatchObject([{ kind: 'submitted' }]);
    await connection.close();
  });

  test('is a dead letter when it holds no registration, and read again under an id of its own', async () => {
    const menu = {
      lifecycle: 'deal' as const,
      source: 'files',
      form: 'text/plain' as const,
      body: Buffer.from(`Lunch: soup ${randomInt(1e9)}`),
    };
    const [first] = await receive(rig.intake, menu);
    if (first?.kind !== 'reading') throw new Error('not kept');
    const [refused] = await rig.settled(first.intake);
    if (refused?.kind !== 'refused') throw new Error('not refused');
    expect(refused.problem.code).toBe('no_registration');
    // The row is the dead letter; the run is none.
    expect(await rig.env.client.workflow.getHandle(first.intake).result()).toMatchObject({
      deadLetters: [refused.deadLetter],
    });
    const [again] = (await retryDeadLetter(rig.intake, refused.deadLetter)) ?? [];
    expect(again).toEqual({ kind: 'reading', intake: `${first.intake}~2` });
    expect(await rig.settled(`${first.intake}~2`)).toEqual([refused]);
    expect(await rig.sql('select id from dead_letters where source = $1', ['files'])).toEqual([
      { id: refused.deadLetter },
    ]);
  });

  test('a long CSV is submitted row by row, and its bad rows are dead letters', async () => {
    const rows = Array.from(
      { length: 150 },
      (_, n) => `L-${randomInt(1e9)},Row ${n} Works,${n === 7 ? -5 : 5}`,
    );
    const body = Buffer.from(`deal_id,customer_name,amount\n${rows.join('\n')}\n`);
    const became = await rig.received({ source: 'files', form: 'text/csv', body });
    expect(became).toHaveLength(150);
    expect(became.filter(({ kind }) => kind === 'submitted')).toHaveLength(149);
    expect(became.find((one) => one.kind === 'refused')).toMatchObject({
      problem: { code: 'amount_negative' },
    });
  });
});

test('a worker that ends while it reads loses nothing: another goes on', async () => {
  const taskQueue = `ends-${randomInt(1e9)}`;
  const id = entered();
  const { url } = await rig.another({ intake: { ...rig.intake, taskQueue } });
  await misbehave({ path: `Deal/${id}`, delayMs: 2_000 });
  const stop = await rig.work(taskQueue);
  const answer = await hint(id, url);
  for (const end = Date.now() + 10_000; readsOf(id) === 0 && Date.now() < end; )
    await new Promise((done) => setTimeout(done, 10));
  await stop();
  expect((await runOf(String(answer.body.intake))).status.name).toBe('RUNNING');
  const stopAgain = await rig.work(taskQueue);
  try {
    expect(await rig.became(answer)).toMatchObject({ case: `deal:impartner:${id}`, revision: 1 });
  } finally {
    await stopAgain();
  }
});
