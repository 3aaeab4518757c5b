import { createHmac, randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCrm } from '../../adapters/crm/index.ts';
import { eventReaders } from '../../adapters/intake/events.ts';
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

const hubspot = createHubspot();
const rig = describeRig(async () => {
  const settings = {
    baseUrl: await hubspot.listen(),
    accessToken: 'sandbox-service-key',
    requestsPerSecond: 1_000,
  };
  return {
    events: { prm: 'impartner', crm: 'hubspot' },
    ports: { crm: createCrm('hubspot', settings) },
  };
});
let url: string;
beforeAll(async () => {
  const secrets = { hubspot: { scheme: 'hubspot_v3', secrets: CLIENT_SECRETS } };
  const configuration = serverConfiguration.parse({
    QUARTERDECK_WEBHOOK_SECRETS: JSON.stringify(secrets),
    QUARTERDECK_URL: `${PUBLIC}/`,
  });
  const rate = { perSecond: 10_000, burst: 10_000 };
  ({ url } = await rig.another({ configuration, rate }));
});
afterAll(async () => {
  await hubspot.close();
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

type Told = { case: string | null; state: string; revision?: number; deadLetter?: string; intake?: string };
async function deliver(events: unknown, sign: Parameters<typeof signed>[1] = {}) {
  const body = typeof events === 'string' ? events : JSON.stringify(events);
  const answer = await post(`${url}/webhooks/hubspot`, body, signed(body, sign));
  return { ...answer, events: (answer.body.events ?? []) as Told[] };
}
const caseOf = (id: string) => `deal:hubspot:${id}`;
const reading = (id: string) => ({ case: null, state: 'reading', intake: `intake:hubspot:${id}` });
/** What earlier tests reported is read before a test counts requests. */
async function everythingRead(): Promise<void> {
  while ((await count("deliveries where state <> 'settled'")) > 0)
    await new Promise((done) => setTimeout(done, 25));
}
/** What a deal that was reported has become once it was read. */
const became = async (id: string) => (await rig.settled(`intake:hubspot:${id}`))[0];

describe('a signed delivery', () => {
  test('becomes the case of the deal, read from HubSpot', async () => {
    const id = entered();
    const answer = await deliver([event(id)]);
    expect(answer).toMatchObject({ status: 202, events: [reading(id)] });
    expect(await became(id)).toMatchObject({ case: caseOf(id), revision: 1, state: 'accepted' });
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
    expect(events).toEqual([reading(id)]);
    await became(id);
    expect(hubspot.requests.filter(({ path }) => path.includes(`deals/${id}`))).toHaveLength(1);
  });

  test('in which the deal is merged, linked or deleted, too, is read all the same, in either order', async () => {
    const other = ['deal.merge', 'deal.associationChange', 'deal.deletion'];
    for (const subscriptionType of other) {
      const [first, second] = [entered(), entered()];
      const also = (id: string) => {
        const { objectId, ...rest } = event(id, { subscriptionType });
        if (subscriptionType === 'deal.merge')
          return { ...rest, primaryObjectId: objectId, mergedObjectIds: [1] };
        if (subscriptionType === 'deal.deletion') return { ...rest, objectId };
        return { ...rest, associationType: 'DEAL_TO_COMPANY', fromObjectId: objectId, toObjectId: 6 };
      };
      const { events } = await deliver([event(first), also(first), also(second), event(second)]);
      expect(events).toEqual([reading(first), reading(second)]);
      expect(await became(second)).toMatchObject({ state: 'accepted' });
    }
  });

  test('of a merge tells the open case of the record that is no more, and makes none for one that had no case', async () => {
    const [winner, loser, stranger] = [entered(), entered(), entered()];
    for (const id of [winner, loser]) {
      await deliver([event(id)]);
      await became(id);
    }
    for (const id of [loser, stranger]) hubspot.merge('deals', winner, id);
    const { objectId, ...merge } = event(winner, { subscriptionType: 'deal.merge' });
    const told = { ...merge, primaryObjectId: objectId, mergedObjectIds: [Number(loser), Number(stranger)] };
    const { events } = await deliver([told]);
    expect(events).toEqual([reading(winner), reading(loser)]);
    await everythingRead();
    const [last] = await rig.sql(
      'select revision, canonical from submissions where case_id = $1 order by revision desc limit 1',
      [caseOf(loser)],
    );
    expect(last?.revision).toBe(2);
    expect(last?.canonical.problems.map(({ code }: { code: string }) => code)).toContain('record_merged');
    const [kept] = await rig.sql(
      'select canonical from submissions where case_id = $1 order by revision desc limit 1',
      [caseOf(winner)],
    );
    expect(kept?.canonical.problems.map(({ code }: { code: string }) => code)).not.toContain('record_merged');
    expect(await rig.sql('select 1 from cases where case_id = $1', [caseOf(stranger)])).toEqual([]);
    // Told again, by another event of the same merge, it changes nothing.
    await deliver([{ ...told, eventId: 1 }]);
    await everythingRead();
    const again = await rig.sql('select 1 from submissions where case_id = $1', [caseOf(loser)]);
    expect(again).toHaveLength(2);
  });

  test('believes nothing of an event but the id', async () => {
    const id = entered();
    const lie = {
      propertyName: 'amount',
      propertyValue: '99999999',
      subscriptionType: 'deal.propertyChange',
    };
    await deliver([event(id, lie)]);
    await became(id);
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
    await everythingRead();
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
    await became(id);
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
    await became(id);
    await hubspot.app.inject({
      method: 'PATCH',
      url: `/crm/objects/2026-09/deals/${id}`,
      headers: { authorization: 'Bearer sandbox-service-key', 'content-type': 'application/json' },
      payload: { properties: { amount: '30000' } },
    });
    await deliver([event(id, { subscriptionType: 'deal.propertyChange' })]);
    expect(await became(id)).toMatchObject({ case: caseOf(id), revision: 2, state: 'accepted' });
    await deliver([old]);
    expect(await became(id)).toMatchObject({ case: caseOf(id), revision: 2, state: 'accepted' });
    expect(await rig.sql('select revision from submissions where case_id = $1', [caseOf(id)])).toHaveLength(
      2,
    );
  });

  test('twenty deliveries of one event at once are one case and one revision', async () => {
    const id = entered();
    const one = event(id);
    const answers = await Promise.all(Array.from({ length: 20 }, () => deliver([one])));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(202));
    await became(id);
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
    expect(first.events.filter(({ state }) => state === 'reading')).toEqual([reading(a), reading(b)]);
    expect([await became(a), await became(b)]).toMatchObject([{ case: caseOf(a) }, { case: caseOf(b) }]);
    const refused = first.events.filter(({ state }) => state === 'refused');
    expect(refused).toEqual([{ case: null, state: 'refused', deadLetter: expect.any(String) }]);
    const letters = await count('dead_letters');
    expect((await deliver(batch)).events.filter(({ state }) => state === 'refused')).toEqual(refused);
    expect(await count('dead_letters')).toBe(letters);
  });

  test('of which HubSpot refuses one deal keeps that one and takes the others in', async () => {
    const id = entered();
    const { events } = await deliver([event('404404404'), event(id)]);
    expect(events).toEqual([reading('404404404'), reading(id)]);
    expect(await became('404404404')).toMatchObject({ kind: 'refused', deadLetter: expect.any(String) });
    expect(await became(id)).toMatchObject({ case: caseOf(id), revision: 1 });
  });

  test('about other deals, other records and deletions is acknowledged and ignored', async () => {
    const cases = await count('cases');
    const [other, ours] = [
      entered({ pipeline: 'default' }),
      entered({ prm_deal_id: `portal-${randomInt(1e9)}` }),
    ];
    const { events } = await deliver([
      event(other),
      event(ours),
      event(entered(), { subscriptionType: 'deal.deletion' }),
      event(entered(), { subscriptionType: 'contact.creation' }),
      event(entered(), { subscriptionType: 'object.creation', objectTypeId: '0-1' }),
    ]);
    expect(events.map(({ state }) => state)).toEqual(['reading', 'reading', ...Array(3).fill('ignored')]);
    expect([await became(other), await became(ours)]).toEqual([{ kind: 'ignored' }, { kind: 'ignored' }]);
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
    await misbehave({ path: `deals/${id}`, status: 503, times: 2 });
    const first = event(id);
    expect((await deliver([first])).events).toEqual([reading(id)]);
    expect((await deliver([first])).events).toEqual([{ case: null, state: 'ignored' }]);
    expect(await became(id)).toMatchObject({ case: caseOf(id), revision: 1 });
  });

  test('what another system reported does not wait for HubSpot', async () => {
    const ids = [entered(), entered()];
    await misbehave({ path: 'deals/', delayMs: 3_000, times: 2 });
    for (const id of ids) await deliver([event(id)]);
    const secret = { 'content-type': 'application/json', 'x-quarterdeck-secret': SHARED };
    const began = Date.now();
    const answer = await post(`${rig.url}/webhooks/impartner`, '{"id":"101"}', secret);
    expect(await rig.became(answer)).toMatchObject({ case: 'deal:impartner:101' });
    expect(Date.now() - began).toBeLessThan(3_000);
    for (const id of ids) expect(await became(id)).toMatchObject({ case: caseOf(id) });
  });

  test('a long batch is answered at once', async () => {
    const ids = Array.from({ length: 4 }, () => entered());
    await misbehave({ path: `deals/${ids[0]}`, delayMs: 3_000 });
    const began = Date.now();
    const { events } = await deliver(ids.map((id) => event(id)));
    expect(Date.now() - began).toBeLessThan(2_500);
    expect(events).toEqual(ids.map(reading));
    for (const id of ids) expect(await became(id)).toMatchObject({ case: caseOf(id) });
  });
});

describe('configuration', () => {
  test('a HubSpot source without HubSpot as the CRM does not start: its ids would be read elsewhere', () => {
    const secrets = JSON.stringify({ hubspot: { scheme: 'hubspot_v3', secrets: [CLIENT_SECRETS[0]] } });
    const configuration = serverConfiguration.parse({ QUARTERDECK_WEBHOOK_SECRETS: secrets });
    const { refused } = rig;
    const intake = { ...rig.intake, events: eventReaders({ prm: 'impartner', crm: 'salesforce' }) };
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
