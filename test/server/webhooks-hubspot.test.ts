import { createHmac, randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCrm } from '../../adapters/crm/index.ts';
import { retryParked } from '../../adapters/intake/retry.ts';
import { serverConfiguration } from '../../contracts/server-configuration.ts';
import { createHubspot } from '../../sandbox/hubspot/index.ts';
import type { Fault } from '../../sandbox/simulator.ts';
import { createApp } from '../../server/app.ts';
import { describeRig, post, SHARED } from './rig.ts';

/** As a proxy publishes it; the test reaches the server on another address. */
const PUBLIC = 'https://channel.example/quarterdeck';
const CLIENT_SECRETS = [
  '11111111-2222-3333-4444-555555555555',
  '66666666-7777-8888-9999-000000000000',
] as const;

const rig = describeRig();
let hubspot: ReturnType<typeof createHubspot>;
let url: string;
let crm: ReturnType<typeof createCrm>;
beforeAll(async () => {
  hubspot = createHubspot();
  const settings = {
    baseUrl: await hubspot.listen(),
    accessToken: 'sandbox-service-key',
    requestsPerSecond: 1_000,
  };
  crm = createCrm('hubspot', settings);
  const secrets = { hubspot: { scheme: 'hubspot_v3', secrets: CLIENT_SECRETS } };
  const configuration = serverConfiguration.parse({
    QUARTERDECK_WEBHOOK_SECRETS: JSON.stringify(secrets),
    QUARTERDECK_URL: `${PUBLIC}/`,
  });
  const rate = { perSecond: 10_000, burst: 10_000 };
  ({ url } = await rig.another({ intake: { ...rig.intake, crm }, configuration, rate }));
});
afterAll(async () => {
  await hubspot?.close();
});

const count = async (table: string) => Number((await rig.sql(`select count(*) as n from ${table}`))[0]?.n);
const misbehave = (...faults: Fault[]) =>
  hubspot.app.inject({ method: 'POST', url: '/__sim/faults', payload: faults });

/** A deal that a partner entered, with its company and contact. */
function entered(change: Record<string, string> = {}): string {
  const name = `Werft ${randomInt(1e9)} GmbH`;
  const company = hubspot.create('companies', { properties: { name } });
  const contact = hubspot.create('contacts', { properties: { email: `a${randomInt(1e9)}@werft.example` } });
  return hubspot.create('deals', {
    properties: {
      pipeline: 'partner_registrations',
      dealname: `Data platform ${randomInt(1e9)}`,
      amount: '25000',
      deal_currency_code: 'EUR',
      closedate: new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10),
      qd_partner_id: '7001',
      description: 'Board decision in February.',
      ...change,
    },
    associations: [
      { to: { id: company }, types: [{ associationTypeId: 341 }] },
      { to: { id: contact }, types: [{ associationTypeId: 3 }] },
    ],
  });
}

const event = (objectId: string, change: object = {}) => ({
  eventId: randomInt(1e9),
  subscriptionId: 1234,
  portalId: 62_515,
  appId: 98_765,
  occurredAt: Date.now(),
  subscriptionType: 'deal.creation',
  attemptNumber: 0,
  objectId: Number(objectId),
  changeSource: 'CRM',
  ...change,
});

/** Signs as HubSpot does: method, address as it knows it, body, milliseconds. */
function signed(
  body: string,
  { at = Date.now(), secret = CLIENT_SECRETS[0] as string, address = `${PUBLIC}/webhooks/hubspot` } = {},
) {
  const mac = createHmac('sha256', secret).update(`POST${address}${body}${at}`).digest('base64');
  return {
    'content-type': 'application/json',
    'x-hubspot-signature-v3': mac,
    'x-hubspot-request-timestamp': String(at),
  };
}

type Told = { case: string | null; state: string; revision?: number; deadLetter?: string };
async function deliver(events: unknown, sign: Parameters<typeof signed>[1] = {}) {
  const body = typeof events === 'string' ? events : JSON.stringify(events);
  const answer = await post(`${url}/webhooks/hubspot`, body, signed(body, sign));
  return { ...answer, events: (answer.body.events ?? []) as Told[] };
}
const caseOf = (id: string) => `deal:hubspot:${id}`;

describe('a signed delivery', () => {
  test('becomes the case of the deal, read from HubSpot', async () => {
    const id = entered();
    const answer = await deliver([event(id)]);
    expect(answer).toMatchObject({
      status: 202,
      events: [{ case: caseOf(id), revision: 1, state: 'accepted' }],
    });
    const [row] = await rig.sql('select * from cases where case_id = $1', [caseOf(id)]);
    expect(row).toMatchObject({ source: 'hubspot', external_id: id, partner_id: '7001' });
    expect(row?.summary).toMatchObject({
      customer_name: expect.stringMatching(/^Werft/),
      stated_value: { amount: '25000.00', currency: 'EUR' },
    });
    expect(await rig.env.client.workflow.getHandle(caseOf(id)).query('seen')).toEqual([1]);
  });

  test('of ten events of one deal reads it once', async () => {
    const id = entered();
    hubspot.requests.length = 0;
    const change = { subscriptionType: 'object.propertyChange', objectTypeId: '0-3', propertyName: 'amount' };
    const { events } = await deliver(Array.from({ length: 10 }, () => event(id, change)));
    expect(events).toEqual([{ case: caseOf(id), revision: 1, state: 'accepted' }]);
    expect(hubspot.requests.filter(({ path }) => path.includes(`deals/${id}`))).toHaveLength(1);
  });

  test('believes nothing of an event but the id', async () => {
    const id = entered();
    const lie = {
      propertyName: 'amount',
      propertyValue: '99999999',
      subscriptionType: 'deal.propertyChange',
    };
    await deliver([event(id, lie)]);
    const [row] = await rig.sql('select summary from cases where case_id = $1', [caseOf(id)]);
    expect(row?.summary.stated_value.amount).toBe('25000.00');
  });

  test('may be signed with the second secret while the client secret rotates', async () => {
    expect(await deliver([event(entered())], { secret: CLIENT_SECRETS[1] })).toMatchObject({ status: 202 });
  });

  test('to an address with encoded signs is signed over the decoded ones', async () => {
    const body = JSON.stringify([event(entered())]);
    const headers = signed(body, { address: `${PUBLIC}/webhooks/hubspot?to=a:b/c,d%20e` });
    const answer = await post(`${url}/webhooks/hubspot?to=a%3Ab%2Fc%2Cd%20e`, body, headers);
    expect(answer.status).toBe(202);
  });
});

describe('a delivery that does not prove that HubSpot sent it', () => {
  const forged: [string, (body: string) => Record<string, string>][] = [
    ['another secret', (body) => signed(body, { secret: 'x'.repeat(36) })],
    ['another body', (body) => signed(`${body} `)],
    ['another address', (body) => signed(body, { address: `${url}/webhooks/hubspot` })],
    [
      'another moment than it signs',
      (body) => ({ ...signed(body), 'x-hubspot-request-timestamp': String(Date.now() + 1) }),
    ],
    ['an old moment', (body) => signed(body, { at: Date.now() - 301_000 })],
    ['a moment to come', (body) => signed(body, { at: Date.now() + 301_000 })],
    ['no moment', (body) => ({ ...signed(body), 'x-hubspot-request-timestamp': 'soon' })],
    [
      'no signature',
      () => ({ 'content-type': 'application/json', 'x-hubspot-request-timestamp': String(Date.now()) }),
    ],
    [
      'signature v2 only',
      (body) => ({ ...signed(body), 'x-hubspot-signature-v3': '', 'x-hubspot-signature': 'a'.repeat(64) }),
    ],
  ];
  test.each(forged)('%s is refused and nothing is kept or read', async (_, headers) => {
    const tables = ['cases', 'dead_letters', 'webhook_events'];
    const before = await Promise.all(tables.map(count));
    hubspot.requests.length = 0;
    const body = JSON.stringify([event(entered())]);
    const answer = await post(`${url}/webhooks/hubspot`, body, headers(body));
    expect(answer).toMatchObject({ status: 401, body: { code: 'unproved' } });
    expect(await Promise.all(tables.map(count))).toEqual(before);
    expect(hubspot.requests).toEqual([]);
  });

  test('nearly five minutes old is still taken', async () => {
    expect(await deliver([event(entered())], { at: Date.now() - 290_000 })).toMatchObject({ status: 202 });
  });
});

describe('what comes again, late or out of order', () => {
  test('the same delivery again, whatever its attempt, is read once and is one revision', async () => {
    const id = entered();
    const first = event(id);
    await deliver([first]);
    hubspot.requests.length = 0;
    const again = await deliver([{ ...first, attemptNumber: 3 }]);
    expect(again).toMatchObject({ status: 202, events: [{ state: 'ignored' }] });
    expect(hubspot.requests).toEqual([]);
    expect(await rig.sql('select revision from submissions where case_id = $1', [caseOf(id)])).toHaveLength(
      1,
    );
  });

  test('an amendment is the next revision; an older event after it changes nothing', async () => {
    const id = entered();
    const old = event(id, { occurredAt: Date.now() - 60_000 });
    await deliver([event(id)]);
    await hubspot.app.inject({
      method: 'PATCH',
      url: `/crm/objects/2026-09/deals/${id}`,
      headers: { authorization: 'Bearer sandbox-service-key', 'content-type': 'application/json' },
      payload: { properties: { amount: '30000' } },
    });
    const changed = await deliver([event(id, { subscriptionType: 'deal.propertyChange' })]);
    expect(changed.events).toEqual([{ case: caseOf(id), revision: 2, state: 'accepted' }]);
    const late = await deliver([old]);
    expect(late.events).toEqual([{ case: caseOf(id), revision: 2, state: 'accepted' }]);
    expect(await rig.sql('select revision from submissions where case_id = $1', [caseOf(id)])).toHaveLength(
      2,
    );
  });

  test('twenty deliveries of one event at once are one case and one revision', async () => {
    const id = entered();
    const one = event(id);
    const answers = await Promise.all(Array.from({ length: 20 }, () => deliver([one])));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(202));
    expect(await rig.sql('select revision from submissions where case_id = $1', [caseOf(id)])).toHaveLength(
      1,
    );
  });
});

describe('a batch', () => {
  test('with one bad event takes the others in and keeps the bad one, once', async () => {
    const [a, b] = [entered(), entered()];
    const bad = { ...event(a), objectId: '../../secrets' };
    const batch = [event(a), bad, event(b)];
    const first = await deliver(batch);
    expect(first.status).toBe(202);
    expect(first.events.filter(({ state }) => state === 'accepted').map((each) => each.case)).toEqual([
      caseOf(a),
      caseOf(b),
    ]);
    const refused = first.events.filter(({ state }) => state === 'refused');
    expect(refused).toEqual([{ case: null, state: 'refused', deadLetter: expect.any(String) }]);
    const letters = await count('dead_letters');
    expect((await deliver(batch)).events.filter(({ state }) => state === 'refused')).toEqual(refused);
    expect(await count('dead_letters')).toBe(letters);
  });

  test('of which HubSpot refuses one deal keeps that one and takes the others in', async () => {
    const id = entered();
    const { events } = await deliver([event('404404404'), event(id)]);
    expect(events).toEqual([
      { case: null, state: 'refused', deadLetter: expect.any(String) },
      { case: caseOf(id), revision: 1, state: 'accepted' },
    ]);
  });

  test('about other deals, other records and deletions is acknowledged and ignored', async () => {
    const cases = await count('cases');
    const { events } = await deliver([
      event(entered({ pipeline: 'default' })),
      event(entered({ prm_deal_id: `portal-${randomInt(1e9)}` })),
      event(entered(), { subscriptionType: 'deal.deletion' }),
      event(entered(), { subscriptionType: 'contact.creation' }),
      event(entered(), { subscriptionType: 'object.creation', objectTypeId: '0-1' }),
    ]);
    expect(events.map(({ state }) => state)).toEqual(Array(5).fill('ignored'));
    expect(await count('cases')).toBe(cases);
  });

  test.each(['', '{', '{}', '[]', '"text"', 'null', `[${'1,'.repeat(200)}1]`])(
    'that is none, %j, is kept and acknowledged: sent again it would be no better',
    async (body) => {
      const cases = await count('cases');
      expect(await deliver(body)).toMatchObject({ status: 202, events: [{ state: 'refused' }] });
      expect(await count('cases')).toBe(cases);
    },
  );
});

describe('while HubSpot’s API is away or slow', () => {
  test('the event is kept, and read when it is back', async () => {
    const id = entered();
    await misbehave({ path: `deals/${id}`, status: 503 });
    const first = event(id);
    const { events } = await deliver([first]);
    expect(events).toEqual([{ case: null, state: 'parked', deadLetter: expect.any(String) }]);
    expect((await deliver([first])).events).toEqual([{ case: null, state: 'ignored' }]);
    expect(await retryParked({ ...rig.intake, crm })).toBe(1);
    const [row] = await rig.sql('select external_id from cases where case_id = $1', [caseOf(id)]);
    expect(row).toEqual({ external_id: id });
  });

  test('what another system reported does not wait for HubSpot', async () => {
    const ids = [entered(), entered()];
    await misbehave({ path: 'deals/', status: 503, times: 3 });
    for (const id of ids) expect((await deliver([event(id)])).events).toMatchObject([{ state: 'parked' }]);
    const faults = [{ path: 'v1/Deal/', status: 503 }];
    await rig.prm.app.inject({ method: 'POST', url: '/__sim/faults', payload: faults });
    const secret = { 'content-type': 'application/json', 'x-quarterdeck-secret': SHARED };
    expect(await post(`${rig.url}/webhooks/impartner`, '{"id":"101"}', secret)).toMatchObject({
      body: { state: 'parked' },
    });
    expect(await retryParked({ ...rig.intake, crm })).toBe(1);
    expect(await rig.sql("select 1 from cases where case_id = 'deal:impartner:101'")).toHaveLength(1);
    expect(await retryParked({ ...rig.intake, crm })).toBe(2);
  });

  test('a long batch is answered in time; what was not read yet is read by the sweep', async () => {
    const ids = Array.from({ length: 4 }, () => entered());
    await misbehave({ path: `deals/${ids[0]}`, delayMs: 2_100 });
    const began = Date.now();
    const { events } = await deliver(ids.map((id) => event(id)));
    expect(Date.now() - began).toBeLessThan(4_000);
    expect(events.map(({ state }) => state)).toEqual(['accepted', 'parked', 'parked', 'parked']);
    expect(await retryParked({ ...rig.intake, crm })).toBe(3);
    for (const id of ids)
      expect(await rig.sql('select 1 from cases where case_id = $1', [caseOf(id)])).toHaveLength(1);
  });
});

describe('configuration', () => {
  test('a HubSpot source without HubSpot as the CRM does not start: its ids would be read elsewhere', () => {
    const secrets = JSON.stringify({ hubspot: { scheme: 'hubspot_v3', secrets: [CLIENT_SECRETS[0]] } });
    const configuration = serverConfiguration.parse({ QUARTERDECK_WEBHOOK_SECRETS: secrets });
    const { intake, refused } = rig;
    expect(() => createApp({ intake, configuration, refused })).toThrow('set QUARTERDECK_CRM=hubspot');
  });

  test.each([
    { crm: { scheme: 'hubspot_v3', secrets: [CLIENT_SECRETS[0]] } },
    { hubspot: { scheme: 'shared_secret', secrets: [CLIENT_SECRETS[0]] } },
  ])('the scheme and the source belong together: %j', (sources) => {
    const env = { QUARTERDECK_WEBHOOK_SECRETS: JSON.stringify(sources) };
    expect(() => serverConfiguration.parse(env)).toThrow(
      'takes the scheme hubspot_v3 for the source hubspot',
    );
  });
});
