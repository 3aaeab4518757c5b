import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createAccounts } from '../../adapters/accounts/index.ts';
import { newKey } from '../../adapters/keys/keys.ts';
import { contentHash } from '../../adapters/store/hash.ts';
import { putPrograms } from '../../adapters/store/incentive-programs.ts';
import { transact } from '../../adapters/store/pool.ts';
import { openVault } from '../../adapters/store/vault.ts';
import type { JsonObject } from '../../domain/json.ts';
import { incentivePrograms } from '../../installation/incentives/programs.ts';
import { serverLogger } from '../../server/logger.ts';
import { aClaim, aLine, aProgram, eur } from '../domain/incentives/made.ts';
import { API_KEY, deal, describeRig, PRM_DEAL, post, SECRETS, SHARED, signed, webhook } from './rig.ts';

const rig = describeRig();

const bearer = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' };
const get = async (path: string, headers: Record<string, string> = bearer) => {
  const response = await fetch(`${rig.url}${path}`, { headers });
  return { status: response.status, body: await response.json() };
};

describe('the API', () => {
  test('takes a registration in under the name of its key', async () => {
    const body = deal();
    const answer = await post(`${rig.url}/api/deals`, JSON.stringify(body), bearer);
    const id = `deal:erp:${String(body.deal_id).replaceAll('-', '~2d')}`;
    expect(answer).toMatchObject({ status: 202, body: { case: id, revision: 1, state: 'accepted' } });
    const shown = await get(`/api/cases/${id}`);
    expect(shown).toMatchObject({
      status: 200,
      body: { case: id, source: 'erp', status: 'running', partnerId: '7001' },
    });
    expect(await get(`/api/cases/${encodeURIComponent(id)}`)).toEqual(shown);
    expect(await get(`/api/cases/${id}/conflicts`)).toEqual({ status: 200, body: [] });
    expect((await get('/api/cases?status=running&partner=7001&limit=5')).body).toEqual(
      expect.arrayContaining([shown.body]),
    );
    expect(await get('/api/cases?partner=nobody')).toEqual({ status: 200, body: [] });
  });

  test.each(['', 'Bearer', 'Bearer wrong', `Basic ${API_KEY}`, `Bearer ${API_KEY}x`])(
    'refuses the key "%s"',
    async (authorization) => {
      const cases = await rig.sql('select count(*) from cases');
      for (const path of ['/api/cases', '/api/cases/x'])
        expect(await get(path, { authorization })).toMatchObject({
          status: 401,
          body: { code: 'no_api_key' },
        });
      const headers = { ...bearer, authorization };
      expect(await post(`${rig.url}/api/deals`, JSON.stringify(deal()), headers)).toMatchObject({
        status: 401,
      });
      expect(await rig.sql('select count(*) from cases')).toEqual(cases);
    },
  );

  test('says what became of what had to be read first', async () => {
    const id = randomInt(1e9);
    rig.prm.seed({ prmDeals: [{ ...PRM_DEAL, id: String(id) }] });
    const hint = (one: number) =>
      post(`${rig.url}/webhooks/impartner`, JSON.stringify({ id: one }), { 'x-quarterdeck-secret': SHARED });
    const answer = await hint(id);
    await rig.became(answer);
    expect(await get(`/api/intakes/${answer.body.intake}`)).toEqual({
      status: 200,
      body: {
        intake: `intake:impartner:${id}`,
        state: 'settled',
        receivedAt: expect.stringMatching(/Z$/),
        attempts: 0,
        parts: [{ case: `deal:impartner:${id}`, revision: 1, state: 'accepted' }],
      },
    });
    const unknown = await hint(999);
    await rig.became(unknown);
    expect(await get(`/api/intakes/${unknown.body.intake}`)).toMatchObject({
      body: {
        parts: [
          {
            case: null,
            state: 'refused',
            deadLetter: expect.any(String),
            problem: { code: 'record_unknown' },
          },
        ],
      },
    });
    expect(await get(`/api/intakes/${answer.body.intake}`, {})).toMatchObject({ status: 401 });
  });

  test('takes each lifecycle in under its name; any other word is answered with those there are', async () => {
    const answer = await post(`${rig.url}/api/deal`, JSON.stringify(deal()), bearer);
    expect(answer).toMatchObject({ status: 202, body: { case: expect.stringMatching(/^deal:erp:/) } });
    const listed = await get('/api/cases?lifecycle=deal&limit=1000');
    expect(listed.body).toContainEqual(expect.objectContaining({ case: answer.body.case }));
    for (const word of ['scorecards', 'cases', 'reversal', 'constructor', 'deals%20', 'DEALS', '%00'])
      expect(await post(`${rig.url}/api/${word}`, JSON.stringify(deal()), bearer)).toMatchObject({
        status: 404,
        body: { code: 'unknown_lifecycle', fix: 'Post to /api/deals or /api/claims or /api/clawbacks.' },
      });
    expect(
      await post(`${rig.url}/api/scorecards`, '{}', { 'content-type': 'application/json' }),
    ).toMatchObject({
      status: 401,
    });
    for (const part of ['claims', 'toString'])
      expect(await get(`/api/cases/${answer.body.case}/${part}`)).toMatchObject({
        status: 404,
        body: { code: 'not_found', fix: 'There is conflicts; check the address.' },
      });
  });

  test('answers what it does not know with a problem', async () => {
    for (const path of [
      '/api/intakes/none',
      '/api/intakes/%00',
      '/api/cases/none',
      '/api/cases/none/conflicts',
      '/api/cases/%00',
      '/nowhere',
      `/api/cases/${'x'.repeat(900)}`,
    ])
      expect(await get(path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    for (const query of ['limit=0', 'limit=x', 'status=odd', 'partner=%00', 'lifecycle=claims'])
      expect(await get(`/api/cases?${query}`)).toMatchObject({ status: 400, body: { code: 'wrong_filter' } });
  });
});

test('incentive programs are read by status and type, in the version that the installation has signed', async () => {
  const keys = mkdtempSync(join(tmpdir(), 'qd-api-'));
  const key = newKey(keys, 'installation');
  const window = { from: '2000-01-01', to: '2099-12-31' };
  const programs = incentivePrograms('policy').map((one) => ({
    ...one,
    window,
    effectiveFrom: '2000-01-01',
  }));
  const forged = programs.map((one) => ({ ...one, effectiveFrom: '2001-01-01' }));
  await transact(rig.intake.store, async (tx) => {
    await putPrograms(tx, key, programs);
    await putPrograms(tx, newKey(keys, 'p-eve'), forged);
  });
  const { url } = await rig.another({ root: key });
  const of = async (query: string, headers: Record<string, string> = bearer) => {
    const response = await fetch(`${url}/api/v1/incentive-programs${query}`, { headers });
    return { status: response.status, body: (await response.json()) as { program?: string }[] };
  };
  const { status, body } = await of('?status=active&type=spiff');
  expect({ status, names: body.map(({ program }) => program) }).toEqual({
    status: 200,
    names: ['endpoint-launch-spiff', 'security-sprint-spiff'],
  });
  const [first] = programs.filter(({ program }) => program === 'endpoint-launch-spiff');
  expect(body[0]).toEqual({ ...first, status: 'active', version: contentHash(first) });
  expect((await of('')).body.length).toBe(programs.length);
  expect(await of('?status=ended')).toEqual({ status: 200, body: [] });
  for (const [query, field] of [
    ['?status=on', 'status'],
    ['?type=SPIFF', 'type'],
    ['?state=active', 'state'],
    ['?type=spiff&type=mdf', 'type'],
  ])
    expect(await of(query ?? '')).toMatchObject({ status: 400, body: { code: 'wrong_filter', field } });
  expect(await of('', {})).toMatchObject({ status: 401, body: { code: 'no_api_key' } });
  rmSync(keys, { recursive: true });
});

test('accruals of a partner are read with balances and traces', async () => {
  const keys = mkdtempSync(join(tmpdir(), 'qd-api-'));
  const key = newKey(keys, 'installation');
  const store = rig.intake.store;
  await transact(store, (tx) => putPrograms(tx, key, [aProgram({ program: 'api-rebate' })]));
  const vault = openVault(Buffer.alloc(32, 7).toString('base64'));
  const worker = { key, vault, now: () => new Date('2026-02-21T09:00:00Z') };
  const accounts = createAccounts('postgres', {}, { store: () => store, worker: () => worker });
  const claim = aClaim('api-c1', [aLine('api-L1', '100.00')], { partner: 'api-7001' });
  const payload = { program: 'api-rebate', event: 'api-e1', claim } as unknown as JsonObject;
  await accounts.writes.accrue.send(payload, 'k', { timeoutMs: 1_000, mayWait: true });
  const { url } = await rig.another({ root: key });
  const of = async (query: string, headers: Record<string, string> = bearer) => {
    const response = await fetch(`${url}/api/v1/commission-accruals${query}`, { headers });
    return { status: response.status, body: (await response.json()) as object };
  };
  expect(await of('?partner=api-7001&from=2026-02-01&to=2026-02-28')).toMatchObject({
    status: 200,
    body: {
      balances: [{ program: 'api-rebate', earned: eur('5.00'), closing: eur('5.00'), onHold: eur('5.00') }],
      lines: [{ line: 'api-L1', claim: 'api-c1', amount: eur('5.00'), trace: { rules: ['standard'] } }],
    },
  });
  expect(await of('?partner=nobody&from=2026-02-01&to=2026-02-28')).toMatchObject({
    ...{ status: 200, body: { balances: [], lines: [] } },
  });
  for (const [query, field] of [
    ['?partner=api-7001', 'from'],
    ['?partner=api-7001&from=2026-02-30&to=2026-03-01', 'from'],
    ['?partner=api-7001&from=2026-03-02&to=2026-03-01', 'to'],
    ['?partner=%00&from=2026-03-01&to=2026-03-01', 'partner'],
    ['?partner=a&from=2026-03-01&to=2026-03-01&payee=b', 'payee'],
  ])
    expect(await of(query ?? '')).toMatchObject({ status: 400, body: { code: 'wrong_filter', field } });
  expect(await of('?partner=api-7001&from=2026-02-01&to=2026-02-28', {})).toMatchObject({ status: 401 });
  await rig.sql(
    `insert into account_entries select 'forged', program, number, 7, kind, event, claim, line, partner_id, creditor_id, person, period,
      legal_entity, booked_on, held_until, currency, 900000, trace from account_entries where claim = 'api-c1'`,
  );
  expect(await of('?partner=api-7001&from=2026-02-01&to=2026-02-28')).toMatchObject({
    ...{ status: 409, body: { code: 'bookings_forged' } },
  });
  // A server that knows no key of the installation can prove nothing.
  expect(
    await get('/api/v1/commission-accruals?partner=api-7001&from=2026-02-01&to=2026-02-28'),
  ).toMatchObject({
    ...{ status: 409, body: { code: 'bookings_unproved' } },
  });
  rmSync(keys, { recursive: true });
});

test('balances of funds are read by campaign', async () => {
  const keys = mkdtempSync(join(tmpdir(), 'qd-api-'));
  const key = newKey(keys, 'installation');
  const budget = eur('1000.00');
  await transact(rig.intake.store, (tx) =>
    putPrograms(tx, key, [
      aProgram({ program: 'api-roadshow', type: 'mdf', budget }),
      aProgram({ program: 'api-summit', type: 'mdf', budget }),
    ]),
  );
  const { url } = await rig.another({ root: key });
  const of = async (query: string, headers: Record<string, string> = bearer) => {
    const response = await fetch(`${url}/api/v1/fund-balances${query}`, { headers });
    return { status: response.status, body: (await response.json()) as object };
  };
  const nothing = eur('0.00');
  const roadshow = {
    ...{ program: 'api-roadshow', allocated: budget, pending: nothing, approved: nothing, paid: nothing },
    ...{ available: budget, unknown: 0 },
  };
  expect(await of('?program=api-roadshow')).toEqual({ status: 200, body: [roadshow] });
  expect(await of('')).toMatchObject({ status: 200, body: [roadshow, { program: 'api-summit' }] });
  expect(await of('?program=none')).toEqual({ status: 200, body: [] });
  for (const [query, field] of [
    ['?program=%00', 'program'],
    ['?program=a&program=b', 'program'],
    ['?partner=7001', 'partner'],
  ])
    expect(await of(query ?? '')).toMatchObject({ status: 400, body: { code: 'wrong_filter', field } });
  expect(await of('', {})).toMatchObject({ status: 401 });
  // A server that knows no key of the installation can prove nothing.
  expect(await get('/api/v1/fund-balances')).toMatchObject({
    ...{ status: 409, body: { code: 'bookings_unproved' } },
  });
  rmSync(keys, { recursive: true });
});

test('the keys that verify receipts are public; one that nobody has countersigned is not among them', async () => {
  await rig.sql(
    `insert into signing_keys (kid, person_id, public_key, valid_from)
      values ('k1', 'installation', 'MCow', '2026-01-01')`,
  );
  await rig.sql(
    `insert into people (person_id, name, role, time_zone) values ('p-planted', 'P', 'admin', 'UTC')`,
  );
  await rig.sql(
    `insert into signing_keys (kid, person_id, public_key, valid_from) values ('k2', 'p-planted', 'MCox', '2026-01-01')`,
  );
  expect(await get('/.well-known/quarterdeck-keys', {})).toEqual({
    status: 200,
    body: {
      keys: [
        {
          kid: 'k1',
          algorithm: 'Ed25519',
          publicKey: 'MCow',
          validFrom: expect.stringMatching(/^20(25-12-31|26-01-01)T/),
          validTo: null,
          revokedAt: null,
        },
      ],
    },
  });
  await rig.sql(
    `insert into signing_keys (kid, person_id, public_key, valid_from)
      values ('k3', 'installation', 'MCoy', '2026-01-01')`,
  );
  const root = { kid: 'k1', publicKey: 'MCow' };
  const listed = async (options: { root?: typeof root }) => {
    const { url } = await rig.another(options);
    const { keys } = (await (await fetch(`${url}/.well-known/quarterdeck-keys`)).json()) as {
      keys: { kid: string }[];
    };
    return keys.map(({ kid }) => kid);
  };
  expect(await listed({ root })).toEqual(['k1']);
  // Nobody here can say which of the two is the installation's.
  expect(await listed({})).toEqual([]);
});

test('whoever opens the address in a browser is told what it is for', async () => {
  const response = await fetch(rig.url);
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('quarterdeck reviews list');
});

describe('limits', () => {
  test('a source that sends too fast is told when to come back; another is not held up', async () => {
    const { url } = await rig.another({ rate: { perSecond: 1, burst: 2 } });
    const answers = [];
    for (let n = 0; n < 4; n += 1) answers.push((await webhook({ url }, '{}')).status);
    expect(answers).toEqual([422, 422, 429, 429]);
    const body = JSON.stringify(deal());
    const response = await fetch(`${url}/webhooks/portal`, { method: 'POST', body, headers: signed(body) });
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await post(`${url}/webhooks/impartner`, '{}', { 'x-quarterdeck-secret': SHARED })).toMatchObject({
      status: 422,
    });
  });

  test('forged requests spend nothing of the real source', async () => {
    const { url } = await rig.another({ rate: { perSecond: 1, burst: 1 } });
    for (let n = 0; n < 5; n += 1) expect((await post(`${url}/webhooks/portal`, '{}', {})).status).toBe(401);
    expect((await webhook({ url }, '{}')).status).toBe(422);
  });

  test('more requests at once than the bound are told to come back', async () => {
    const { url } = await rig.another({ mostAtOnce: 2 });
    const answers = await Promise.all(Array.from({ length: 10 }, () => webhook({ url }, deal())));
    const busy = answers.filter((each) => each.status === 503);
    expect(busy.length).toBeGreaterThan(0);
    expect(busy[0]).toMatchObject({ body: { code: 'busy' } });
    expect(answers.length - busy.length).toBeGreaterThanOrEqual(2);
    expect((await webhook({ url }, deal())).status).toBe(202);
  });

  test('a body that trickles in is cut off', async () => {
    const { url } = await rig.another({ slowBodyMs: 300 });
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.write('POST /webhooks/portal HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{');
    const started = performance.now();
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (data) => {
        text += data;
      });
      socket.on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

test('logs hold no secret, no personal data and no body, whatever goes wrong', async () => {
  const lines: string[] = [];
  const logger = serverLogger('trace', { write: (line) => void lines.push(line) });
  const broken = {
    ...rig.intake,
    vault: {
      ...rig.intake.vault,
      tokenOf: () => {
        throw new Error('sentinel-message');
      },
    },
  };
  const [good, bad] = [await rig.another({ logger }), await rig.another({ logger, intake: broken })];
  const body = deal({
    customer_name: 'sentinel-customer',
    primary_contact_email: 'sentinel@person.example',
    partner_notes: 'sentinel-notes',
  });
  expect((await webhook(good, body)).status).toBe(202);
  expect((await webhook(good, { ...body, estimated_value: '1', currency: 'sentinel' })).status).toBe(422);
  expect(await webhook(bad, deal())).toMatchObject({ status: 500, body: { code: 'internal' } });
  await post(`${good.url}/webhooks/impartner?secret=sentinel-query`, '{}', {
    'x-quarterdeck-secret': SHARED,
  });
  await post(`${good.url}/api/deals`, '{"deal_id":"sentinel-id', { ...bearer, cookie: 'sentinel-cookie' });
  await post(`${good.url}/sentinel-path`, '{', {});
  logger.warn(
    { error: new Error('sentinel-error'), partner_notes: 'sentinel', one: { two: { email: 'sentinel' } } },
    'careless',
  );
  expect(lines.length).toBeGreaterThanOrEqual(7);
  const text = lines.join('');
  expect(text).toContain('"route":"/webhooks/:source"');
  expect(text).not.toMatch(/sentinel/);
  for (const secret of [...SECRETS, SHARED, API_KEY]) expect(text).not.toContain(secret);
});
