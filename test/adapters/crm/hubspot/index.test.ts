import { afterEach, describe, expect, test } from '@jest/globals';
import { HUBSPOT_VERSION } from '../../../../adapters/crm/hubspot/client.ts';
import { createCrm } from '../../../../adapters/crm/index.ts';
import type { ChangeMark } from '../../../../adapters/ports/changes.ts';
import { HUBSPOT_APPS } from '../../../../sandbox/hubspot/access.ts';
import { createHubspot, type HubspotOptions } from '../../../../sandbox/hubspot/index.ts';
import { call, control, faultOf, ledgered } from '../../contract.ts';
import { ownMapping } from '../../own-mapping.ts';
import { CRM } from '../records.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

type Kind = 'companies' | 'contacts' | 'deals';
interface Exported {
  id: string;
  properties: Record<string, string>;
  associations: Record<string, string[]>;
}

/** An account with a seller beside our own service key. */
async function account(options: HubspotOptions = {}, settings: object = {}) {
  const seller = { token: 'seller', scopes: ['*'] };
  const simulator = createHubspot({ seed: CRM, apps: [...HUBSPOT_APPS, seller], ...options });
  const baseUrl = await simulator.listen();
  open.push(() => simulator.close());
  const own = {
    baseUrl,
    accessToken: 'sandbox-service-key',
    requestsPerSecond: 1000,
    searchesPerSecond: 1000,
    settleMs: 0,
  };
  const asSeller = (method: string, path: string, body?: object) =>
    fetch(`${baseUrl}/crm/objects/${HUBSPOT_VERSION}/${path}`, {
      method,
      headers: { authorization: 'Bearer seller', 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const { state, ...more } = control(simulator, baseUrl);
  const again = (other: object = {}) => createCrm('hubspot', { ...own, ...settings, ...other });
  return {
    ...more,
    state,
    records: async () => JSON.parse(await state()) as Record<Kind, Exported[]>,
    asSeller,
    create: simulator.create,
    merge: simulator.merge,
    crm: again(),
    again,
  };
}

const company = { externalId: 'acme.example', name: 'Acme', domain: 'acme.example' };
const contact = { externalId: 'c1', email: 'Jo.Doe@acme.example', accountExternalId: 'acme.example' };
const deal = {
  externalId: 'DR-1',
  name: 'Seats',
  amount: '100.50',
  currency: 'EUR',
  closeDate: '2027-01-31',
  accountExternalId: 'acme.example',
  partnerId: '7001',
  tags: ['size:standard', 'product:backup'],
  competitor: 'Initech',
};

describe('errors in HubSpot’s words', () => {
  test.each([
    [429, { category: 'RATE_LIMITS', policyName: 'TEN_SECONDLY_ROLLING' }, 'rate_limited', 10_000, true],
    [429, { category: 'RATE_LIMITS', policyName: 'SECONDLY' }, 'rate_limited', 1_000, true],
    [429, { category: 'RATE_LIMITS', policyName: 'DAILY' }, 'rate_limited', 900_000, true],
    [423, {}, 'unavailable', 2_000, true],
    [401, { category: 'EXPIRED_AUTHENTICATION' }, 'auth', undefined, true],
    [403, { category: 'MISSING_SCOPES' }, 'auth', undefined, true],
    [409, { category: 'CONFLICT' }, 'rejected', undefined, true],
    [
      400,
      { category: 'VALIDATION_ERROR', errors: [{ code: 'PROPERTY_DOESNT_EXIST', in: 'qd_tags' }] },
      'rejected',
      undefined,
      true,
    ],
    [500, { category: 'INTERNAL_ERROR' }, 'unavailable', undefined, false],
  ] as const)('%i %j is %s', async (status, body, kind, retryAfterMs, certainlyNotLanded) => {
    const { crm, fault } = await account();
    await crm.writes.upsertAccount.before(company, 'k', call);
    await fault({ path: 'batch/create', status, body: { status: 'error', message: 'text', ...body } });
    const thrown = await faultOf(crm.writes.upsertAccount.send(company, 'k', call));
    expect(thrown).toMatchObject({ kind, status, certainlyNotLanded, retryAfterMs });
    expect(thrown.message).not.toContain('text');
    if ('errors' in body) expect(thrown.message).toContain('PROPERTY_DOESNT_EXIST (qd_tags)');
  });

  test.each([
    [
      400,
      {
        message: 'Property values were not valid: […]',
        errors: [{ code: 'PROPERTY_DOESNT_EXIST', context: { propertyName: ['x'] } }],
        category: 'VALIDATION_ERROR',
      },
      'HTTP 400, PROPERTY_DOESNT_EXIST (x) at companies; compare policy/mappings/hubspot.yaml',
    ],
    [
      400,
      {
        message:
          'Property values were not valid: [{"isValid":false,"message":"y","error":"INVALID_OPTION","name":"qd_tags"}]',
        category: 'VALIDATION_ERROR',
      },
      'HTTP 400, INVALID_OPTION (qd_tags) at companies; compare policy/mappings/hubspot.yaml',
    ],
    [402, { message: 'x', category: 'PAYMENT_REQUIRED' }, 'has reached a limit of its plan'],
    [403, { message: 'x', category: 'OBJECT_LIMIT_EXCEEDED' }, 'has reached a limit of its plan'],
    [
      400,
      { message: 'not valid: [{"name":"a b","error":"c d"}]', category: 'X' },
      'HTTP 400, X at companies;',
    ],
  ])('%i %j says which property it is about', async (status, body, message) => {
    const { crm, fault } = await account();
    await crm.writes.upsertAccount.before(company, 'k', call);
    await fault({ path: 'batch/create', status, body: { status: 'error', ...body } });
    const thrown = await faultOf(crm.writes.upsertAccount.send(company, 'k', call));
    expect(thrown.message).toContain(message);
  });

  test('a refused change says which record it is about', async () => {
    const { crm, fault } = await account();
    const first = await ledgered(crm.writes.upsertAccount, company, 'a/1');
    const second = await ledgered(crm.writes.upsertAccount, { ...company, name: 'Acme AG' }, 'a/2');
    await fault({
      method: 'PATCH',
      status: 400,
      body: { status: 'error', message: 'x', category: 'VALIDATION_ERROR' },
    });
    const thrown = await faultOf(crm.writes.upsertAccount.undo(second, call));
    expect(thrown.message).toContain(`VALIDATION_ERROR at companies ${first.landed.id};`);
  });

  test('a 207 whose context is a text is read', async () => {
    const { crm, fault } = await account();
    const error = { status: 'error', message: 'x', category: 'OBJECT_NOT_FOUND', context: { ids: '1' } };
    await fault({ path: 'batch/read', status: 207, body: { results: [], numErrors: 1, errors: [error] } });
    expect(await crm.writes.upsertAccount.before(company, 'k', call)).toBeNull();
  });

  test('a migrating account says how long to wait', async () => {
    const { crm, fault } = await account();
    await fault({ path: 'batch/read', status: 477, headers: { 'retry-after': '30' } });
    expect(await faultOf(crm.writes.upsertAccount.before(company, 'k', call))).toMatchObject({
      kind: 'unavailable',
      retryAfterMs: 30_000,
      certainlyNotLanded: true,
    });
  });

  test('a 207 whose only input failed is a refusal, not a success', async () => {
    const { crm, state, requests } = await account();
    await crm.writes.upsertAccount.send(company, 'a', call);
    const start = await state();
    const thrown = await faultOf(
      crm.writes.upsertContact.send({ ...contact, email: 'no-address' }, 'k', call),
    );
    expect(thrown).toMatchObject({
      kind: 'rejected',
      status: 207,
      code: 'INVALID_EMAIL',
      certainlyNotLanded: true,
    });
    expect(requests.find(({ path }) => path.endsWith('contacts/batch/create'))).toMatchObject({
      status: 207,
    });
    expect(await state()).toBe(start);
  });

  test('the limits of the account: no Retry-After, headers on all but the search', async () => {
    const { crm, asSeller } = await account({ limits: { tenSecondly: 2, searches: 1 } });
    await crm.candidates({ domain: null, name: 'nobody' }, call);
    expect(await faultOf(crm.candidates({ domain: null, name: 'nobody' }, call))).toMatchObject({
      kind: 'rate_limited',
      retryAfterMs: 1_000,
    });
    await crm.writes.upsertAccount.before(company, 'k', call);
    const answer = await asSeller('GET', 'companies/1');
    expect(answer.headers.get('x-hubspot-ratelimit-remaining')).toBe('0');
    expect(await faultOf(crm.writes.upsertAccount.send(company, 'k', call))).toMatchObject({
      kind: 'rate_limited',
      retryAfterMs: 10_000,
      certainlyNotLanded: true,
    });
  });

  test('our own budget of searches is apart from that of other calls', async () => {
    const { again } = await account();
    const crm = again({ searchesPerSecond: 0.01 });
    const impatient = { ...call, mayWait: false };
    await crm.candidates({ domain: null, name: 'nobody' }, impatient);
    const thrown = await faultOf(crm.candidates({ domain: null, name: 'nobody' }, impatient));
    expect(thrown).toMatchObject({ kind: 'budget' });
    await crm.writes.upsertAccount.before(company, 'k', impatient);
  });
});

describe('the least that it needs', () => {
  test('reading alone finds and writes nothing', async () => {
    const { crm, state } = await account({}, { accessToken: 'sandbox-service-key-read-only' });
    const start = await state();
    expect(
      (await crm.candidates({ domain: 'garonne-ateliers.example', name: '' }, call)).accounts,
    ).toHaveLength(1);
    const thrown = await faultOf(crm.writes.upsertAccount.send(company, 'k', call));
    expect(thrown).toMatchObject({ kind: 'auth', status: 403, code: 'MISSING_SCOPES' });
    expect(thrown.message).toContain('check the service key and its scopes');
    expect(await state()).toBe(start);
  });

  test.each(['companies', 'contacts', 'deals'])('without writing %s its write is refused', async (kind) => {
    const scopes = (HUBSPOT_APPS[0]?.scopes ?? []).filter((scope) => scope !== `crm.objects.${kind}.write`);
    const { crm } = await account({ apps: [{ token: 'less', scopes }] }, { accessToken: 'less' });
    const writes = {
      companies: () => crm.writes.upsertAccount.send(company, 'k', call),
      contacts: () => crm.writes.upsertContact.send({ ...contact, accountExternalId: 'x' }, 'k', call),
      deals: () => crm.writes.upsertOpportunity.send({ ...deal, accountExternalId: 'x' }, 'k', call),
    };
    if (kind !== 'companies') await crm.writes.upsertAccount.send({ externalId: 'x', name: 'X' }, 'a', call);
    expect(await faultOf(writes[kind as Kind]())).toMatchObject({ kind: 'auth', status: 403 });
  });

  test('every path names the one version, and no address of a person', async () => {
    const { crm, requests } = await account();
    await ledgered(crm.writes.upsertAccount, company, 'a');
    const effect = await ledgered(crm.writes.upsertContact, contact, 'c');
    await crm.writes.upsertContact.undo(effect, call);
    expect(requests.length).toBeGreaterThan(5);
    for (const { path } of requests) expect(path).toMatch(new RegExp(`^/crm/objects/${HUBSPOT_VERSION}/`));
    expect(requests.map(({ path }) => path).join()).not.toMatch(/doe|%40|@/i);
  });

  test('a wrong configuration names the setting and never its value', () => {
    const config = () => createCrm('hubspot', { baseUrl: 'x', accessToken: 7, pageSize: 500 });
    expect(config).toThrow(/baseUrl.*accessToken.*pageSize/s);
  });
});

describe('what a registration leaves', () => {
  test('company, contact and deal hang together and carry the mapped properties', async () => {
    const { crm, records } = await account();
    const a = await ledgered(crm.writes.upsertAccount, company, 'a');
    const c = await ledgered(crm.writes.upsertContact, contact, 'c');
    const o = await ledgered(crm.writes.upsertOpportunity, deal, 'o');
    const { companies, contacts, deals } = await records();
    expect(companies.find(({ id }) => id === a.landed.id)?.properties).toMatchObject({
      name: 'Acme',
      domain: 'acme.example',
      qd_account_id: 'acme.example',
    });
    expect(contacts).toEqual([
      {
        id: c.landed.id,
        properties: { email: 'jo.doe@acme.example', qd_origin: expect.stringMatching(/^[0-9a-f]{32}$/) },
        associations: { companies: [a.landed.id] },
      },
    ]);
    expect(deals.find(({ id }) => id === o.landed.id)).toEqual({
      id: o.landed.id,
      properties: {
        prm_deal_id: 'DR-1',
        dealname: 'Seats',
        pipeline: 'default',
        dealstage: 'appointmentscheduled',
        amount: '100.5',
        deal_currency_code: 'EUR',
        closedate: '2027-01-31T12:00:00Z',
        qd_partner_id: '7001',
        qd_partner_sourced: 'true',
        qd_tags: 'size:standard;product:backup',
        qd_deal_size: 'standard',
        qd_product_mix: 'backup',
        qd_competitor: 'Initech',
        qd_origin: expect.any(String),
      },
      associations: { companies: [a.landed.id] },
    });
  });

  test('a new record is linked to its company as any and as the primary one, which only the second makes it', async () => {
    const { crm, requests } = await account();
    await crm.writes.upsertAccount.send(company, 'a', call);
    await crm.writes.upsertContact.send(contact, 'c', call);
    await crm.writes.upsertOpportunity.send(deal, 'o', call);
    const linkedBy = (kind: Kind) => {
      const { body } = requests.find(({ path }) => path.includes(`${kind}/batch/create`)) ?? {};
      const [input] = (body as { inputs: { associations: { types: { associationTypeId: number }[] }[] }[] })
        .inputs;
      return input?.associations.map(({ types }) => types.map((type) => type.associationTypeId));
    };
    expect(linkedBy('contacts')).toEqual([[279, 1]]);
    expect(linkedBy('deals')).toEqual([[341, 5]]);
  });

  test('somebody whose address HubSpot knows is found, not made twice, and stays after the undo', async () => {
    const { crm, create, state, records } = await account();
    create('contacts', { properties: { email: 'jo.doe@acme.example', firstname: 'Jo' } });
    await ledgered(crm.writes.upsertAccount, company, 'a');
    const start = await state();
    const effect = await ledgered(crm.writes.upsertContact, contact, 'c');
    expect(effect.landed.created).toBe(false);
    expect((await records()).contacts).toHaveLength(1);
    expect(await crm.writes.upsertContact.undo(effect, call)).toEqual({});
    expect(await state()).toBe(start);
  });

  test('an amount keeps its spelling when it is put back', async () => {
    const { crm, asSeller, records } = await account();
    await ledgered(crm.writes.upsertAccount, company, 'a');
    const { landed } = await ledgered(crm.writes.upsertOpportunity, { ...deal, amount: '100' }, 'o/1');
    await asSeller('PATCH', `deals/${landed.id}`, { properties: { amount: '250.25' } });
    const second = await ledgered(crm.writes.upsertOpportunity, { ...deal, amount: '900.10' }, 'o/2');
    expect(
      await crm.writes.upsertOpportunity.lookup({ ...deal, amount: '900.10' }, 'o/2', call),
    ).toMatchObject({
      id: landed.id,
    });
    expect(await crm.writes.upsertOpportunity.undo(second, call)).toEqual({});
    expect((await records()).deals.find(({ id }) => id === landed.id)?.properties.amount).toBe('250.25');
  });

  test('an account with one currency refuses another instead of writing a wrong amount', async () => {
    const { mapping } = await ownMapping(open, 'hubspot', (shipped) =>
      shipped.replaceAll('currency: deal_currency_code', 'currency: null'),
    );
    const { crm } = await account({}, { mapping });
    await ledgered(crm.writes.upsertAccount, company, 'a');
    const thrown = await faultOf(crm.writes.upsertOpportunity.send(deal, 'o', call));
    expect(thrown).toMatchObject({ kind: 'rejected', code: 'CURRENCY', certainlyNotLanded: true });
    expect(await crm.writes.upsertOpportunity.send({ ...deal, currency: 'USD' }, 'o', call)).toMatchObject({
      created: true,
    });
  });
});

describe('the day on which a deal closes', () => {
  const inZone = (zone: string) =>
    ownMapping(open, 'hubspot', (shipped) => shipped.replace('timeZone: UTC', `timeZone: ${zone}`));

  test.each([
    ['UTC', '2027-01-31T12:00:00Z'],
    ['America/Los_Angeles', '2027-01-31T20:00:00Z'],
    ['Asia/Tokyo', '2027-01-31T03:00:00Z'],
    ['Pacific/Kiritimati', '2027-01-30T22:00:00Z'],
    ['null', '2027-01-31T00:00:00Z'],
  ])('is noon of an account in %s, and stays ours when it is moved within the day', async (zone, told) => {
    const { crm, records, asSeller } = await account({}, await inZone(zone));
    await ledgered(crm.writes.upsertAccount, company, 'a');
    const effect = await ledgered(crm.writes.upsertOpportunity, deal, 'o');
    const row = (await records()).deals.find(({ id }) => id === effect.landed.id);
    expect(row?.properties.closedate).toBe(told);
    expect(await crm.writes.upsertOpportunity.lookup(deal, 'o', call)).toEqual(effect.landed);
    const later = { properties: { closedate: new Date(Date.parse(told) + 3_600_000).toISOString() } };
    await asSeller('PATCH', `deals/${effect.landed.id}`, later);
    expect(await crm.writes.upsertOpportunity.undo(effect, call)).toEqual({});
  });

  test.each([
    ['America/Los_Angeles', '2027-02-01T02:00:00Z', '2027-01-31'],
    ['UTC', '2027-02-01T02:00:00Z', '2027-02-01'],
    ['Asia/Tokyo', '2027-01-31T16:00:00Z', '2027-02-01'],
    ['America/Los_Angeles', '2027-01-31', '2027-01-31'],
    ['America/Los_Angeles', '1801447200000', '2027-01-31'],
    ['UTC', 'soon', null],
  ])('is read in the zone of the account: in %s %s is %s', async (zone, told, day) => {
    const { crm, fault } = await account({}, await inZone(zone));
    const properties = { pipeline: 'partner_registrations', closedate: told };
    await fault({ path: 'deals/7', status: 200, body: { id: '7', properties } });
    expect(await crm.registrations?.read('7', call)).toMatchObject({ fields: { expected_close_date: day } });
  });
});

describe('what others do meanwhile', () => {
  test('two cases create one company: the second is refused, and its repeat finds the first', async () => {
    const { crm, again, records } = await account();
    const other = again();
    await crm.writes.upsertAccount.before(company, 'case-a', call);
    await other.writes.upsertAccount.before(company, 'case-b', call);
    const first = await crm.writes.upsertAccount.send(company, 'case-a', call);
    const refused = await faultOf(other.writes.upsertAccount.send(company, 'case-b', call));
    expect(refused).toMatchObject({
      kind: 'unavailable',
      code: 'CONFLICTING_UNIQUE_VALUE',
      certainlyNotLanded: true,
    });
    expect(await other.writes.upsertAccount.send(company, 'case-b', call)).toEqual({
      id: first.id,
      created: false,
    });
    expect((await records()).companies.filter(({ properties }) => properties.name === 'Acme')).toHaveLength(
      1,
    );
  });

  test('a record that was merged into another is left alone by the undo, and so is the other', async () => {
    const { crm, create, merge, state } = await account();
    const first = await ledgered(crm.writes.upsertAccount, company, 'a/1');
    const second = await ledgered(crm.writes.upsertAccount, { ...company, name: 'Acme AG' }, 'a/2');
    const winner = create('companies', { properties: { name: 'Acme AG', domain: 'acme.example' } });
    merge('companies', winner, first.landed.id);
    const start = await state();
    const corrected = `hubspot: companies ${first.landed.id} was merged into ${winner} after our write and was left as it is`;
    expect(await crm.writes.upsertAccount.undo(second, call)).toEqual({ corrected });
    expect(await crm.writes.upsertAccount.undo(first, call)).toEqual({ corrected });
    expect(await state()).toBe(start);
  });

  test('a page that says 404 is no word of HubSpot’s that a record is gone', async () => {
    const { crm, fault, state } = await account();
    const first = await ledgered(crm.writes.upsertAccount, company, 'a/1');
    const second = await ledgered(crm.writes.upsertAccount, { ...company, name: 'Acme AG' }, 'a/2');
    const start = await state();
    const { upsertAccount } = crm.writes;
    for (const work of [
      () => upsertAccount.before(company, 'k', call),
      () => upsertAccount.lookup(company, 'k', call),
      () => upsertAccount.undo(first, call),
      () => upsertAccount.undo(second, call),
      () => crm.registrations?.read('7', call) ?? Promise.resolve(),
    ]) {
      await fault({ status: 404, body: '<html>not found</html>' });
      expect(await faultOf(work())).toMatchObject({ kind: 'not_found', status: 404 });
    }
    expect(await state()).toBe(start);
    // HubSpot's own word may lack its category.
    await fault({ status: 404, body: { status: 'error', message: 'resource not found' } });
    expect(await crm.registrations?.read('7', call)).toBeNull();
  });

  test('choices that HubSpot gives back in its own order are ours still', async () => {
    const { crm, asSeller } = await account();
    await ledgered(crm.writes.upsertAccount, company, 'a');
    const mixed = { ...deal, tags: ['product:monitoring', 'product:backup'] };
    const effect = await ledgered(crm.writes.upsertOpportunity, mixed, 'o');
    const properties = { qd_product_mix: 'backup;monitoring', qd_tags: 'product:backup;product:monitoring' };
    await asSeller('PATCH', `deals/${effect.landed.id}`, { properties });
    expect(await crm.writes.upsertOpportunity.lookup(mixed, 'o', call)).toEqual(effect.landed);
    expect(await crm.writes.upsertOpportunity.undo(effect, call)).toEqual({});
  });

  test('an amount that is no number is a refusal', async () => {
    const { crm } = await account();
    await ledgered(crm.writes.upsertAccount, company, 'a');
    for (const amount of [' 100 ', '1e3', '', 'many'])
      expect(await faultOf(crm.writes.upsertOpportunity.send({ ...deal, amount }, 'o', call))).toMatchObject({
        ...{ kind: 'rejected', code: 'AMOUNT_NOT_REPRESENTABLE', certainlyNotLanded: true },
      });
  });

  test('an address that is a second one of a contact finds that contact, which stays as it is', async () => {
    const { crm, create, state } = await account();
    const person = {
      email: 'jo@acme.example',
      hs_additional_emails: ' jo.d@acme.example ; Jo.Doe@acme.example ',
    };
    const id = create('contacts', { properties: person });
    await ledgered(crm.writes.upsertAccount, company, 'a');
    const start = await state();
    const effect = await ledgered(crm.writes.upsertContact, contact, 'c');
    expect(effect.landed).toMatchObject({ id, created: false });
    expect(await state()).toBe(start);
    expect(await crm.writes.upsertContact.undo(JSON.parse(JSON.stringify(effect)), call)).toEqual({});
    expect(await state()).toBe(start);
  });

  test.each([
    [
      409,
      { message: 'Contact already exists. Existing ID: 37765128953', category: 'CONFLICT' },
      ' (37765128953)',
    ],
    [409, { message: 'Contact already exists. Existing ID: 37765128953' }, ' (37765128953)'],
    [
      409,
      { message: 'Contact already exists. Existing ID: 37765128953', category: 'OBJECT_ALREADY_EXISTS' },
      ' (37765128953)',
    ],
    [400, { message: 'x', category: 'VALIDATION_ERROR', errors: [{ code: 'CONFLICTING_UNIQUE_VALUE' }] }, ''],
    [
      400,
      {
        message:
          'Property values were not valid: [{"isValid":false,"message":"taken","error":"CONFLICTING_UNIQUE_VALUE","name":"email"}]',
        category: 'VALIDATION_ERROR',
      },
      '',
    ],
  ])(
    'a value that is taken by a record that no read shows is refused at once: %i %j',
    async (status, body, id) => {
      const { crm, fault } = await account();
      await ledgered(crm.writes.upsertAccount, company, 'a');
      await crm.writes.upsertContact.before(contact, 'c', call);
      await fault({ path: 'contacts/batch/create', status, body: { status: 'error', ...body } });
      const thrown = await faultOf(crm.writes.upsertContact.send(contact, 'c', call));
      expect(thrown).toMatchObject({ kind: 'rejected', status, certainlyNotLanded: true });
      expect(thrown.message).toContain(`another record${id} holds this email`);
    },
  );

  test('a company is kept while another registration hangs on it', async () => {
    const { crm, records } = await account();
    const first = await ledgered(crm.writes.upsertAccount, company, 'case-a');
    await ledgered(crm.writes.upsertAccount, company, 'case-b');
    await ledgered(crm.writes.upsertOpportunity, deal, 'case-b/o');
    expect(await crm.writes.upsertAccount.undo(first, call)).toEqual({
      corrected: `hubspot: companies ${first.landed.id} has contacts or deals of others and was kept`,
      inUse: true,
    });
    expect((await records()).companies.some(({ id }) => id === first.landed.id)).toBe(true);
  });

  test('a company that another process replaced is read again', async () => {
    const { crm, again } = await account();
    const gone = await ledgered(crm.writes.upsertAccount, company, 'a/1');
    const elsewhere = again();
    await elsewhere.writes.upsertAccount.undo(gone, call);
    const now = await ledgered(elsewhere.writes.upsertAccount, company, 'a/2');
    expect(now.landed.id).not.toBe(gone.landed.id);
    const refused = await faultOf(crm.writes.upsertOpportunity.send(deal, 'o', call));
    expect(refused).toMatchObject({
      kind: 'unavailable',
      code: 'COMPANY_REPLACED',
      certainlyNotLanded: true,
    });
    expect(await crm.writes.upsertOpportunity.send(deal, 'o', call)).toMatchObject({ created: true });
  });

  test('a deal without its company is refused, with what comes first', async () => {
    const { crm, requests } = await account();
    const thrown = await faultOf(crm.writes.upsertOpportunity.send(deal, 'o', call));
    expect(thrown).toMatchObject({ kind: 'rejected', code: 'NO_COMPANY', certainlyNotLanded: true });
    expect(requests.some(({ path }) => path.endsWith('batch/create'))).toBe(false);
  });

  test('the stage that a seller gave stays, and a deal that one has worked on is kept by the undo', async () => {
    const { crm, asSeller, state } = await account();
    await ledgered(crm.writes.upsertAccount, company, 'a');
    const effect = await ledgered(crm.writes.upsertOpportunity, deal, 'o');
    await asSeller('PATCH', `deals/${effect.landed.id}`, { properties: { dealstage: 'contractsent' } });
    const worked = await state();
    await crm.writes.upsertOpportunity.send(deal, 'o', call);
    expect(await state()).toBe(worked);
    const { corrected } = await crm.writes.upsertOpportunity.undo(effect, call);
    expect(corrected).toBe(`hubspot: deals ${effect.landed.id} was changed after our write and was kept`);
    expect(await state()).toBe(worked);
  });

  test('a record that somebody made between our read and our write is not removed', async () => {
    const { crm, create, records } = await account();
    const before = await crm.writes.upsertAccount.before(company, 'k', call);
    const id = create('companies', { properties: { name: 'By a seller', qd_account_id: 'acme.example' } });
    await faultOf(crm.writes.upsertAccount.send(company, 'k', call));
    const landed = await crm.writes.upsertAccount.send(company, 'k', call);
    expect(landed).toEqual({ id, created: false });
    const undone = await crm.writes.upsertAccount.undo({ payload: company, before, landed, key: 'k' }, call);
    expect(undone.corrected).toContain('appeared between our read and our write');
    expect((await records()).companies.some((each) => each.id === id)).toBe(true);
  });
});

describe('the search', () => {
  test('shows a new company late; writes and their look-ups do not wait for it', async () => {
    const { crm } = await account({ searchLagMs: 150 });
    const { landed } = await ledgered(crm.writes.upsertAccount, company, 'a');
    const ids = async () =>
      (await crm.candidates({ domain: 'acme.example', name: '' }, call)).accounts.map(({ id }) => id);
    expect(await ids()).toEqual([]);
    expect(await crm.writes.upsertAccount.lookup(company, 'a', call)).toEqual(landed);
    await new Promise((wake) => setTimeout(wake, 200));
    expect(await ids()).toEqual([landed.id]);
  });

  test('of a common word goes on to the next words, and gives up nothing that has the domain', async () => {
    const { crm, create, requests } = await account();
    for (let at = 0; at < 1_001; at += 1) create('companies', { properties: { name: `Bank ${at}` } });
    const meant = ['Bank Austria AG', 'Bank Austria Leasing'].map((name) =>
      create('companies', { properties: { name } }),
    );
    const other = create('companies', { properties: { name: 'Sparkasse', domain: 'bank.example' } });
    const ids = async (domain: string | null, name: string) =>
      (await crm.candidates({ domain, name }, call)).accounts.map(({ id }) => id).toSorted();
    expect(await ids('bank.example', 'Bank Austria')).toEqual([...meant, other].toSorted());
    expect(requests.filter(({ path }) => path.endsWith('/search')).length).toBeLessThan(8);
    expect(await ids(null, 'Bank 7')).toHaveLength(1);
    expect(await ids('bank.example', 'Bank')).toEqual([other]);
    expect(await ids(null, 'Bank')).toEqual([]);
  });

  test('of companies with more open deals than a search gives out is refused: one of the deals may be in conflict', async () => {
    const { crm, create, fault } = await account();
    create('companies', { properties: { name: 'Acme' } });
    await fault({ path: 'deals/search', status: 200, body: { total: 10_001, results: [] } });
    const thrown = await faultOf(crm.candidates({ domain: null, name: 'Acme' }, call));
    expect(thrown).toMatchObject({ kind: 'rejected', code: 'TOO_MANY_DEALS' });
    expect(thrown.message).toContain('more than 10,000 open deals');
  });

  test('the bin is read when all changes are, and not again before its time; only what is said to lie there is gone', async () => {
    const { again, asSeller, requests, fault } = await account();
    const crm = again({ pageSize: 2 });
    const bins = () => requests.filter(({ path }) => path.includes('archived=true')).length;
    let since: ChangeMark | null = null;
    for (;;) {
      const { next } = await crm.changedSince(since, call);
      if (next === null) break;
      expect(bins()).toBe(0);
      since = next;
    }
    expect(bins()).toBe(2);
    await asSeller('DELETE', 'deals/006QD000000GAR1');
    expect((await crm.changedSince(since, call)).gone).toBeUndefined();
    expect(bins()).toBe(2);
    const often = again({ binEveryMinutes: 0 });
    expect((await often.changedSince(since, call)).gone).toEqual({
      accounts: [],
      opportunities: ['006QD000000GAR1'],
    });
    // An answer that mixes what is there with what is not, and odd ones.
    const results = [{ id: '001QD000000GARO' }, { id: '1', archived: 'true' }, null, { archived: true }];
    await fault({ path: 'companies[?]archived', status: 200, body: { results } });
    expect((await often.changedSince(since, call)).gone?.accounts).toEqual([]);
    // One that may not be read holds up no change.
    await fault({ path: 'deals[?]archived', status: 403, body: { category: 'MISSING_SCOPES' } });
    const { odd, next, accounts } = await often.changedSince(null, call);
    expect([odd?.map(({ id }) => id), next, accounts.length]).toEqual([[''], null, CRM.accounts.length]);
    expect(odd?.[0]?.message).toMatch(/^what was deleted is not known: hubspot: HTTP 403, MISSING_SCOPES/);
    // A bin that cannot be read is read the next time.
    const soon = again({ binEveryMinutes: 60 });
    await fault({ path: 'deals[?]archived', status: 500, body: '' });
    expect((await faultOf(soon.changedSince(since, call))).kind).toBe('unavailable');
    expect((await soon.changedSince(since, call)).gone?.opportunities).toEqual(['006QD000000GAR1']);
  });

  test('changes wait until the search must have noticed them', async () => {
    const { crm } = await account({}, { settleMs: 60_000 });
    expect(await crm.changedSince(null, call)).toEqual({ accounts: [], opportunities: [], next: null });
  });

  test('more records of one instant than a page holds come once each', async () => {
    const accounts = Array.from({ length: 23 }, (_, at) => ({
      id: String(5_000 + at),
      name: `Imported ${at}`,
      website: `imported-${at}.example`,
    }));
    const at = '2026-11-01T00:00:00.000Z';
    const simulator = await account({ seed: { accounts: [], opportunities: [] } }, { pageSize: 5 });
    // An import stamps all its records alike.
    for (const { name, website } of accounts)
      simulator.create('companies', { properties: { name, domain: website } }, at);
    const seen: string[] = [];
    let since: ChangeMark | null = null;
    for (let page = 0; page < 30; page += 1) {
      const found = await simulator.crm.changedSince(since, call);
      seen.push(...found.accounts.map(({ name }) => name));
      if (found.next === null) break;
      since = found.next;
    }
    expect(seen.toSorted()).toEqual(accounts.map(({ name }) => name).toSorted());
    expect(since?.modifiedAt).toBe(at);
  });
});

describe('a registration that a partner entered as a deal', () => {
  const entered = {
    pipeline: 'partner_registrations',
    dealname: 'Backup renewal',
    amount: '48000.50',
    deal_currency_code: 'EUR',
    closedate: '2027-03-31',
    qd_partner_id: '7001',
    description: 'Budget approved.',
  };
  const linked = (company: string, person: string) => [
    { to: { id: company }, types: [{ associationTypeId: 341 }] },
    { to: { id: person }, types: [{ associationTypeId: 3 }] },
  ];
  async function withEntered(change: Record<string, string> = {}) {
    const here = await account();
    const customer = here.create('companies', { properties: { name: 'Rheinwerk Logistik AG' } });
    const person = here.create('contacts', { properties: { email: 'j.brandt@rheinwerk.example' } });
    const input = { properties: { ...entered, ...change }, associations: linked(customer, person) };
    return { ...here, id: here.create('deals', input) };
  }

  test('is read with the company and the contact that it hangs on', async () => {
    const { crm, id } = await withEntered();
    expect(await crm.registrations?.read(id, call)).toEqual({
      id,
      partnerId: '7001',
      status: 'Submitted',
      ours: false,
      version: expect.stringMatching(/^\d{4}-.*Z$/),
      submittedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      modifiedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      fields: {
        customer_name: 'Rheinwerk Logistik AG',
        opportunity_name: 'Backup renewal',
        stated_value: { amount: '48000.5', currency: 'EUR' },
        expected_close_date: '2027-03-31',
        primary_contact_email: 'j.brandt@rheinwerk.example',
        partner_notes: 'Budget approved.',
      },
    });
  });

  test.each<[string, Record<string, string>, { id: string; type: string }[], string | null]>([
    [
      'the company that HubSpot calls primary, whatever else hangs on it',
      { hs_primary_associated_company: '222' },
      [{ id: '111', type: 'deal_to_company' }],
      'Customer AG',
    ],
    [
      'the primary company, wherever it stands',
      {},
      [
        { id: '111', type: 'deal_to_company_unlabeled' },
        { id: '222', type: 'deal_to_company' },
        { id: '222', type: 'deal_to_company_unlabeled' },
      ],
      'Customer AG',
    ],
    [
      'the only company, listed twice',
      {},
      [
        { id: '222', type: 'x' },
        { id: '222', type: 'y' },
      ],
      'Customer AG',
    ],
    [
      'neither of two that nothing tells apart',
      {},
      [
        { id: '111', type: 'x' },
        { id: '222', type: 'x' },
      ],
      null,
    ],
  ])('is of %s', async (_what, primary, results, customer) => {
    const { crm, fault, requests } = await account();
    const properties = { pipeline: 'partner_registrations', ...primary };
    const names: Record<string, string> = { 111: 'Partner Reseller GmbH', 222: 'Customer AG' };
    await fault({
      path: 'deals/7',
      status: 200,
      body: { id: '7', properties, associations: { companies: { results } } },
    });
    await fault({
      path: 'companies/batch/read',
      status: 200,
      body: { results: [{ id: '222', properties: { name: names[222] ?? '' } }] },
    });
    expect(await crm.registrations?.read('7', call)).toMatchObject({ fields: { customer_name: customer } });
    const asked = requests.filter(({ path }) => path.includes('companies/batch/read'));
    expect(asked.map(({ body }) => body)).toEqual(
      customer === null ? [] : [expect.objectContaining({ inputs: [{ id: '222' }] })],
    );
  });

  test('of two contacts names none', async () => {
    const { crm, create, records, asSeller: _ } = await account();
    const people = ['a', 'b'].map((name) =>
      create('contacts', { properties: { email: `${name}@rheinwerk.example` } }),
    );
    const associations = people.map((id) => ({ to: { id }, types: [{ associationTypeId: 3 }] }));
    const id = create('deals', { properties: entered, associations });
    expect((await records()).deals.find((each) => each.id === id)?.associations.contacts).toHaveLength(2);
    expect(await crm.registrations?.read(id, call)).toMatchObject({
      fields: { primary_contact_email: null },
    });
  });

  test('is the deal that it was merged into', async () => {
    const { crm, id, create, merge } = await withEntered();
    const winner = create('deals', { properties: { ...entered, dealname: 'Backup renewal, merged' } });
    merge('deals', winner, id);
    expect(await crm.registrations?.read(id, call)).toMatchObject({
      id: winner,
      fields: { opportunity_name: 'Backup renewal, merged' },
    });
  });

  test('is a draft in another pipeline, ours when we made it, and null when it is not there', async () => {
    const other = await withEntered({ pipeline: 'default' });
    expect(await other.crm.registrations?.read(other.id, call)).toMatchObject({ status: 'Draft' });
    const ours = await withEntered({ prm_deal_id: 'portal-7' });
    expect(await ours.crm.registrations?.read(ours.id, call)).toMatchObject({ ours: true });
    expect(await ours.crm.registrations?.read('404404', call)).toBeNull();
    const { crm } = await account();
    await crm.writes.upsertAccount.send(company, 'a', call);
    const { id } = await crm.writes.upsertOpportunity.send(deal, 'o', call);
    expect(await crm.registrations?.read(id, call)).toMatchObject({ ours: true });
  });

  test('is that deal when it is approved: no second one, and the undo gives it back', async () => {
    const { crm, id, state, records } = await withEntered();
    await ledgered(crm.writes.upsertAccount, company, 'a');
    const start = await state();
    const effect = await ledgered(
      crm.writes.upsertOpportunity,
      { ...deal, externalId: `hubspot-${id}` },
      'o',
    );
    expect(effect.landed).toEqual({ id, created: false });
    const { deals } = await records();
    expect(deals.filter(({ properties }) => properties.pipeline === 'partner_registrations')).toHaveLength(1);
    expect(deals.find((each) => each.id === id)?.properties).toMatchObject({ qd_competitor: 'Initech' });
    expect(await crm.writes.upsertOpportunity.undo(effect, call)).toEqual({});
    expect(await state()).toBe(start);
  });

  test('cannot be written when the deal is gone, and that says what to do', async () => {
    const { crm } = await account();
    const thrown = await faultOf(
      crm.writes.upsertOpportunity.send({ ...deal, externalId: 'hubspot-404404' }, 'o', call),
    );
    expect(thrown).toMatchObject({ kind: 'not_found', certainlyNotLanded: true });
    expect(thrown.message).toContain('restore it from the bin');
  });
});
