import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ChangeMark } from '../../../../adapters/ports/changes.ts';
import type { PrmDeal, PrmPort } from '../../../../adapters/ports/prm.ts';
import type { Write } from '../../../../adapters/ports/write.ts';
import { filterLiteral } from '../../../../adapters/prm/impartner/client.ts';
import { createPrm } from '../../../../adapters/prm/index.ts';
import { condition, cursor } from '../../../../sandbox/filter.ts';
import { createImpartner, type ImpartnerOptions } from '../../../../sandbox/impartner/index.ts';
import { call, control, faultOf, ledgered } from '../../contract.ts';
import { ownMapping } from '../../own-mapping.ts';
import { DEALS, dealsOf, PARTNERS } from '../records.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function tenant(options: ImpartnerOptions = {}, settings: object = {}) {
  const simulator = createImpartner({ seed: { partners: PARTNERS, prmDeals: DEALS }, ...options });
  const tenantIds: unknown[] = [];
  simulator.app.addHook(
    'onRequest',
    async (request) => void tenantIds.push(request.headers['x-prm-tenantid']),
  );
  const baseUrl = await simulator.listen();
  open.push(() => simulator.close());
  const own = { baseUrl, apiKey: 'sandbox-prm-key', requestsPerSecond: 1000, ...settings };
  return { ...control(simulator, baseUrl), simulator, baseUrl, prm: createPrm('impartner', own), tenantIds };
}

const registration = {
  externalId: 'email-1',
  partnerId: '7001',
  fields: {
    customer_name: 'Acme',
    opportunity_name: 'Seats',
    stated_value: { amount: '10.10', currency: 'EUR' },
    expected_close_date: null,
    primary_contact_email: null,
    partner_notes: null,
  },
};
const approval = { id: '101', status: 'Approved', AI_Validation_Score: 88 };

describe('requests for market development funds', () => {
  const made = async (fields: object) => {
    const keys = [{ key: 'sandbox-prm-key', scopes: ['MDF_Request__co:read', 'MDF_Request__co:write'] }];
    const { prm, baseUrl } = await tenant({ keys });
    const answer = await fetch(`${baseUrl}/api/objects/v1/MDF_Request__co`, {
      method: 'PUT',
      headers: { authorization: 'prm-key sandbox-prm-key', 'content-type': 'application/json' },
      body: JSON.stringify({ Name: 'Roadshow', PartnerAccount: 7001, ...fields }),
    });
    const { data } = (await answer.json()) as { data: { id: number } | number };
    return { prm, id: String(typeof data === 'number' ? data : data.id) };
  };

  test('are read in our words', async () => {
    const { prm, id } = await made({
      ...{
        Status__cf: 'Approved',
        Approved_Amount__cf: '5000.5',
        Currency__cf: 'EUR',
        Proof_Extended__cf: true,
      },
      ...{ Approved_On__cf: '2026-08-01', Activity_On__cf: '2026-09-15' },
    });
    expect(await prm.funds?.read(id, call)).toEqual({
      ...{ record: `prm:MDF_Request__co/${id}`, partnerId: '7001', approved: true, extended: true },
      ...{
        amount: { amount: '5000.50', currency: 'EUR' },
        approvedOn: '2026-08-01',
        activityOn: '2026-09-15',
      },
    });
    expect(await prm.funds?.read('999999', call)).toBeNull();
  });

  test('without a decision or an amount are not approved, and cover nothing', async () => {
    const { prm, id } = await made({ Status__cf: 'Submitted' });
    expect(await prm.funds?.read(id, call)).toMatchObject({ approved: false, amount: null, extended: false });
  });
});

describe('creating', () => {
  test('the search misses a new deal until its lag has passed; reading by id does not', async () => {
    const { prm } = await tenant({ searchLagMs: 1_500 }, { searchLagMs: 1_500 });
    const { landed } = await ledgered(dealsOf(prm).writes.createDeal, registration, 'k');
    expect(await dealsOf(prm).writes.createDeal.lookup(registration, 'k', call)).toBe('absent');
    expect(await dealsOf(prm).read(landed.id, call)).toMatchObject({
      partnerId: '7001',
      status: 'Submitted',
    });
    await new Promise((wake) => setTimeout(wake, dealsOf(prm).writes.createDeal.searchLagMs + 20));
    expect(await dealsOf(prm).writes.createDeal.lookup(registration, 'k', call)).toEqual(landed);
  });

  test('Impartner really doubles a repeated PUT, and a doubled deal is never guessed at', async () => {
    const { prm } = await tenant();
    await dealsOf(prm).writes.createDeal.send(registration, 'k', call);
    await dealsOf(prm).writes.createDeal.send(registration, 'k', call);
    expect(await dealsOf(prm).writes.createDeal.lookup(registration, 'k', call)).toBe('unknown');
  });

  test('two keys are two deals, and each finds its own', async () => {
    const { prm } = await tenant();
    const a = await dealsOf(prm).writes.createDeal.send(registration, 'case/prm.createDeal/1', call);
    const b = await dealsOf(prm).writes.createDeal.send(registration, 'case/prm.createDeal/2', call);
    expect(a.id).not.toBe(b.id);
    expect(await dealsOf(prm).writes.createDeal.lookup(registration, 'case/prm.createDeal/1', call)).toEqual(
      a,
    );
    expect(await dealsOf(prm).writes.createDeal.lookup(registration, 'case/prm.createDeal/2', call)).toEqual(
      b,
    );
  });

  test('a key that may not delete leaves the deal as Withdrawn and says so, also twice', async () => {
    const scopes = ['Account:read', 'Deal:read', 'Deal:write'];
    const { prm } = await tenant({ keys: [{ key: 'no-delete', scopes }] }, { apiKey: 'no-delete' });
    const effect = await ledgered(dealsOf(prm).writes.createDeal, registration, 'k');
    for (const _ of [1, 2]) {
      const { corrected } = await dealsOf(prm).writes.createDeal.undo(effect, call);
      expect(corrected).toContain(`deal ${effect.landed.id} could not be deleted and was set to Withdrawn`);
      expect(await dealsOf(prm).read(effect.landed.id, call)).toMatchObject({ status: 'Withdrawn' });
    }
  });

  test('an amount that a double cannot hold is refused before anything is sent', async () => {
    const { prm, requests } = await tenant();
    const fields = {
      ...registration.fields,
      stated_value: { amount: '90071992547409931.01', currency: 'EUR' },
    };
    const fault = await faultOf(dealsOf(prm).writes.createDeal.send({ ...registration, fields }, 'k', call));
    expect(fault).toMatchObject({ kind: 'rejected', certainlyNotLanded: true });
    expect(requests).toHaveLength(0);
  });
});

describe('updating', () => {
  test('our status becomes the tenant’s value and comes back as ours', async () => {
    const { prm, requests } = await tenant();
    await ledgered(dealsOf(prm).writes.updateDeal, { ...approval, status: 'Under Review' }, 'k');
    expect(requests.at(-1)?.body).toEqual({
      Registration_Status__cf: 'Pending Review',
      AI_Validation_Score__cf: 88,
    });
    expect(await dealsOf(prm).read('101', call)).toMatchObject({ status: 'Under Review' });
  });

  test('what somebody changed after our write survives the undo, and is said', async () => {
    const { prm, baseUrl, state } = await tenant();
    const effect = await ledgered(dealsOf(prm).writes.updateDeal, approval, 'k');
    const { status } = await fetch(`${baseUrl}/api/objects/v1/Deal/101`, {
      method: 'PATCH',
      headers: { authorization: 'prm-key sandbox-prm-key', 'content-type': 'application/json' },
      body: JSON.stringify({ Registration_Status__cf: 'Converted' }),
    });
    expect(status).toBe(200);
    expect(await dealsOf(prm).writes.updateDeal.undo(effect, call)).toEqual({
      corrected: 'impartner: status changed after our write and was left as it is',
    });
    expect(await dealsOf(prm).read('101', call)).toMatchObject({ status: 'Converted' });
    expect(await state()).not.toContain('AI_Validation_Score__cf');
  });

  test('a deal that was deleted since needs no undo; one that never was cannot be written', async () => {
    const { prm, baseUrl } = await tenant();
    const effect = await ledgered(dealsOf(prm).writes.updateDeal, approval, 'k');
    const headers = { authorization: 'prm-key sandbox-prm-key' };
    await fetch(`${baseUrl}/api/objects/v1/Deal/101`, { method: 'DELETE', headers });
    expect(await dealsOf(prm).writes.updateDeal.undo(effect, call)).toEqual({});
    expect(await dealsOf(prm).writes.updateDeal.before(approval, 'k', call)).toBeNull();
    expect((await faultOf(dealsOf(prm).writes.updateDeal.send(approval, 'k', call))).kind).toBe('not_found');
  });
});

describe('a conflict record', () => {
  const conflict = {
    externalId: 'deal:impartner:101',
    dealId: '101',
    otherRecord: 'crm:006-1',
    clause: 'live protection',
    first: 'crm:006-1',
    summary: "O'Neill was first.",
  };

  test('is an object of the tenant’s own, in its words', async () => {
    const { prm, requests, state } = await tenant();
    const { landed } = await ledgered(dealsOf(prm).writes.recordConflict as Write, conflict, 'k');
    expect(requests.at(-1)).toMatchObject({
      method: 'PUT',
      path: '/api/objects/v1/ConflictHistory__co',
      body: {
        Name: 'deal:impartner:101',
        External_Id__cf: expect.stringMatching(/^qd-/),
        Deal_Id__cf: '101',
        Other_Record__cf: 'crm:006-1',
        Clause__cf: 'live protection',
        First_Record__cf: 'crm:006-1',
        Summary__cf: "O'Neill was first.",
      },
    });
    expect(JSON.parse(await state()).ConflictHistory__co).toMatchObject([{ Id: landed.id }]);
  });

  test('that the key may not delete stays, and that is said', async () => {
    const scopes = ['ConflictHistory__co:read', 'ConflictHistory__co:write'];
    const { prm } = await tenant({ keys: [{ key: 'no-delete', scopes }] }, { apiKey: 'no-delete' });
    const write = dealsOf(prm).writes.recordConflict as Write;
    const effect = await ledgered(write, conflict, 'k');
    expect((await write.undo(effect, call)).corrected).toContain('could not be deleted and stays');
  });
});

describe('registrations that changed', () => {
  const at = (ms: number) => new Date(Date.parse('2026-01-01T00:00:00Z') + ms).toISOString();
  const many = (count: number, changed: (n: number) => number) =>
    Array.from({ length: count }, (_, n) => ({
      ...(DEALS[0] as (typeof DEALS)[0]),
      id: String(1_000 + n),
      createdAt: at(0),
      modifiedAt: at(changed(n)),
    }));
  async function walk(prm: PrmPort) {
    const deals: PrmDeal[] = [];
    let answers = 0;
    let since: ChangeMark | null = null;
    do {
      const page = await dealsOf(prm).changedSince(since, call);
      deals.push(...page.deals);
      since = page.next;
      answers += 1;
    } while (since);
    return { deals, answers };
  }

  test('come page by page in order, also where 250 of them changed at one instant', async () => {
    const prmDeals = many(460, (n) => (n >= 90 && n < 340 ? 90 : n));
    const { prm, requests } = await tenant({ seed: { prmDeals } });
    const { deals, answers } = await walk(prm);
    expect(deals.map((each) => each.id)).toEqual(prmDeals.map((each) => each.id));
    expect(answers).toBe(3);
    expect(requests.length).toBeLessThan(10);
  });

  test('come once each where the tenant answers whole seconds, also 250 of one second', async () => {
    const prmDeals = many(460, (n) => (n < 250 ? n : n * 700));
    const { prm } = await tenant({ seed: { prmDeals }, wholeSeconds: true });
    const { deals } = await walk(prm);
    expect(deals.map((each) => each.id).toSorted()).toEqual(prmDeals.map((each) => each.id).toSorted());
  });

  test('wait until their second is over: one that changes later in it comes after the mark', async () => {
    const { prm } = await tenant({ wholeSeconds: true }, { searchLagMs: 0 });
    const { updateDeal } = dealsOf(prm).writes;
    await updateDeal.send(approval, 'k', call);
    const changed = async () => (await dealsOf(prm).changedSince(null, call)).deals;
    for (const deal of await changed())
      expect(Date.parse(String(deal.modifiedAt)) + 1000).toBeLessThanOrEqual(Date.now());
  });

  test('that a tenant does not find by date although they are there are a fault, not none', async () => {
    const { prm, fault } = await tenant();
    const { changedSince } = dealsOf(prm);
    const nothing = { status: 200, body: { success: true, data: { count: 0, entity: 'Deal', results: [] } } };
    await fault(nothing);
    expect(await faultOf(changedSince(null, call))).toMatchObject({ kind: 'rejected', code: 'DATE_FORM' });
    // A tenant without registrations, and one in which nothing has changed since.
    await fault(nothing, nothing);
    expect((await changedSince(null, call)).deals).toEqual([]);
    await fault(nothing);
    expect((await changedSince({ modifiedAt: '2026-11-01T00:00:00.000Z', id: '1' }, call)).deals).toEqual([]);
  });

  test('one that cannot be read stops no other, and is named with the field that is odd', async () => {
    const { prm, fault } = await tenant();
    const deal = (id: number, amount: unknown) => ({
      id,
      name: 'Seats',
      amount,
      updated: `2026-11-0${id}T10:00:00Z`,
    });
    const results = [deal(1, 100), deal(2, { value: 1 }), deal(3, '25000.10')];
    await fault({ status: 200, body: { success: true, data: { count: 3, entity: 'Deal', results } } });
    const { deals, odd, next } = await dealsOf(prm).changedSince(null, call);
    expect(deals.map(({ id, fields }) => [id, fields.stated_value?.amount])).toEqual([
      ['1', '100.00'],
      ['3', '25000.10'],
    ]);
    expect(next).toBeNull();
    expect(odd).toEqual([
      {
        id: '2',
        message: expect.stringContaining('Deal 2: field Amount has another type than policy/mappings/'),
      },
    ]);
  });

  test('one that names no id stops no other, and is told', async () => {
    const { prm, fault } = await tenant();
    const results = [null, { id: 7, updated: '2026-01-02T00:00:00Z' }, { name: 'nobody’s' }, 'x'];
    await fault({ status: 200, body: { success: true, data: { count: 4, results } } });
    const { deals, odd } = await dealsOf(prm).changedSince(null, call);
    expect(deals.map(({ id }) => id)).toEqual(['7']);
    expect(odd).toEqual([{ id: '', message: 'a record of the list has no id; look for it there' }]);
  });

  test('a page of nothing but odd ones is passed by', async () => {
    const prmDeals = many(130, (n) => n);
    const { prm, simulator } = await tenant({ seed: { prmDeals } });
    const odd = many(110, () => -5).map((each, n) => ({ ...each, id: String(1 + n), amount: [] as never }));
    simulator.seed({ prmDeals: odd });
    expect((await walk(prm)).deals.map(({ id }) => id)).toEqual(prmDeals.map(({ id }) => id));
  });

  test('whatever the instants: none twice, none left out, none out of order', async () => {
    const { prm, simulator, baseUrl } = await tenant({ seed: {} });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 40 }), { minLength: 90, maxLength: 230 }), async (changed) => {
        await fetch(`${baseUrl}/__sim/reset`, { method: 'POST' });
        simulator.seed({ prmDeals: many(changed.length, (n) => changed[n] as number) });
        const { deals } = await walk(prm);
        expect(deals).toHaveLength(changed.length);
        expect(new Set(deals.map((each) => each.id)).size).toBe(changed.length);
        const keys = deals.map(({ modifiedAt, id }) => `${modifiedAt} ${id}`);
        expect(keys).toEqual(keys.toSorted());
      }),
      { numRuns: 15 },
    );
  });

  test('one that changes while pages are read moves no other one out', async () => {
    const prmDeals = many(180, (n) => n);
    const { prm, baseUrl } = await tenant({ seed: { prmDeals } }, { searchLagMs: 60_000 });
    const first = await dealsOf(prm).changedSince(null, call);
    await fetch(`${baseUrl}/api/objects/v1/Deal/1000`, {
      method: 'PATCH',
      headers: { authorization: 'prm-key sandbox-prm-key', 'content-type': 'application/json' },
      body: JSON.stringify({ Amount: 1 }),
    });
    const rest = await dealsOf(prm).changedSince(first.next, call);
    expect([...first.deals, ...rest.deals].map((each) => each.id)).toEqual(prmDeals.map((each) => each.id));
  });
});

describe('moments', () => {
  test.each([
    ['2026-11-20T08:12:00', '2026-11-20T08:12:00.000Z'],
    ['2026-11-20T08:12:00.1234567Z', '2026-11-20T08:12:00.123Z'],
    ['2026-11-20T08:12:00+02:00', '2026-11-20T06:12:00.000Z'],
    ['0001-01-01T00:00:00', null],
    ['yesterday', null],
    [null, null],
  ])('%j of the tenant is %j', async (told, instant) => {
    const { prm, fault } = await tenant();
    const data = { id: 9, primaryAccount: { id: 7 }, updated: told, submitted_at__cf: told };
    await fault({ status: 200, body: { success: true, data } });
    expect(await dealsOf(prm).read('9', call)).toMatchObject({
      version: told,
      submittedAt: instant,
      modifiedAt: instant,
    });
  });
});

test.each(['', '.', '..'])('no write goes to another path because of the id %j', async (id) => {
  const { prm, requests } = await tenant();
  const thrown = await faultOf(dealsOf(prm).writes.updateDeal.send({ ...approval, id }, 'k', call));
  expect(thrown).toMatchObject({ kind: 'not_found', certainlyNotLanded: true });
  expect(requests).toHaveLength(0);
});

describe('a tenant of its own kind', () => {
  const deal = {
    ...{ id: 101, name: 'Seats', company: { id: 1, name: 'Customer Co' }, amount: 25000, recordVersion: 7 },
    primaryAccount: { id: 11111111, name: 'Partner Reseller' },
    ...{ updated: '2026-11-02T10:00:00-06:00', stage: { id: 2, name: 'Submitted' } },
  };

  test('has the partner in the account of a deal, never in its company, which is the prospect', async () => {
    const { prm, fault, requests } = await tenant();
    await fault({ status: 200, body: { success: true, data: deal } });
    expect(await dealsOf(prm).read('101', call)).toMatchObject({
      partnerId: '11111111',
      modifiedAt: '2026-11-02T16:00:00.000Z',
      fields: { stated_value: { amount: '25000.00' } },
    });
    await ledgered(dealsOf(prm).writes.createDeal, registration, 'k');
    expect(requests.find(({ method }) => method === 'PUT')?.body).toMatchObject({ PrimaryAccountId: 7001 });
    expect(JSON.stringify(requests.map(({ body }) => body))).not.toContain('CompanyId');
  });

  test.each([
    ['a reference', { region: { id: 5, name: 'Europe' } }, 'EMEA'],
    ['a reference without a name', { region: { id: 5 } }, '5'],
    ['a reference to nothing', { region: null }, ''],
    ['an empty reference', { region: { id: null, name: null } }, ''],
    ['a text', { region: 'Europe' }, 'EMEA'],
    ['a number', { region: 5 }, '5'],
    ['a word that every object has', { region: 'constructor' }, 'constructor'],
  ])('has a region as %s', async (_name, given, region) => {
    const { prm, fault } = await tenant();
    await fault({ status: 200, body: { success: true, data: { id: 11111111, name: 'P', ...given } } });
    expect(await prm.partners.read('11111111', call)).toMatchObject({ region });
  });

  test.each([
    [{ win_rate__cf: '0.4' }, { winRate: 0.4 }],
    [{ win_rate__cf: ' 0.4 ' }, { winRate: 0.4 }],
    [{ win_rate__cf: '' }, { winRate: null }],
    [{ certified__cf: 'Yes' }, { certified: true }],
    [{ certified__cf: 'no' }, { certified: false }],
    [{ certified__cf: { id: 1, name: 'Yes' } }, { certified: true }],
    [{ certified__cf: 1 }, { certified: true }],
    [{ certified__cf: '' }, { certified: null }],
    [
      { mdf_balance__cf: '12345678901234567.10' },
      { mdfBalance: { amount: '12345678901234567.10', currency: 'USD' } },
    ],
    [{ territories__cf: [{ id: 5, name: 'Europe' }, 'APAC'] }, { territories: ['EMEA', 'APAC'] }],
    [{ channel_manager__cf: { id: 2998653, name: 'Ana Souza' } }, { manager: 'Ana Souza' }],
  ])('holds %j', async (given, read) => {
    const { prm, fault } = await tenant();
    await fault({ status: 200, body: { success: true, data: { id: 9, name: 'P', ...given } } });
    expect(await prm.partners.read('9', call)).toMatchObject(read);
  });

  test('may name its managers by its own users, and a stage by its reference', async () => {
    const { mapping } = await ownMapping(open, 'impartner', (shipped) =>
      shipped
        .replace('# managers: { Ana Souza: p-ana }', 'managers: { Ana Souza: p-ana }')
        .replace('status: Registration_Status__cf', 'status: { read: Stage.Name, write: StageId }'),
    );
    const { prm, fault, requests } = await tenant({}, { mapping });
    const manager = { channel_manager__cf: { id: 2998653, name: 'Ana Souza' } };
    await fault({ status: 200, body: { success: true, data: { id: 9, name: 'P', ...manager } } });
    expect(await prm.partners.read('9', call)).toMatchObject({ manager: 'p-ana' });
    await fault({ status: 200, body: { success: true, data: deal } });
    expect(await dealsOf(prm).read('101', call)).toMatchObject({ status: 'Submitted' });
    expect(requests.at(-1)?.path).toMatch(/[=,]Stage\.Name,/);
    await fault({
      status: 200,
      body: { success: true, data: { id: 101, stageid: { id: 3, name: 'Approved' } } },
    });
    const held = await dealsOf(prm).writes.updateDeal.before({ id: '101', status: 'Approved' }, 'k', call);
    expect(held).toEqual({ status: 3 });
  });

  test('has the customer in the company that a deal refers to', async () => {
    const { prm, fault } = await tenant();
    await fault({ status: 200, body: { success: true, data: deal } });
    expect(await dealsOf(prm).read('101', call)).toMatchObject({ fields: { customer_name: 'Customer Co' } });
  });

  test('answers a record that is not there as nothing', async () => {
    const { prm, fault } = await tenant();
    await fault({ method: 'GET', status: 200, body: { success: true, data: null }, times: 2 });
    expect(await dealsOf(prm).read('404', call)).toBeNull();
    expect(await prm.partners.read('404', call)).toBeNull();
  });

  test('answers an account as it stands in public test data of a live tenant', async () => {
    const { prm, fault } = await tenant();
    const data = {
      ...{
        id: 11111111,
        name: 'test_account',
        isActive: true,
        recordVersion: 31,
        regionId: null,
        tierId: null,
      },
      ...{ partnerLevelId: 1229, parentAccountId: null, updated: '2024-03-19T08:51:12-06:00', crmId: null },
      ...{ mailingCountry: 'United States', website: 'https://www.test-account.ai/', memberCount: 3 },
      ...{ tpA_Signed__cf: '2022-05-16T00:00:00', number_of__cf: '1111', validated__cf: null },
      which_Region_the_company_is_serving__cf: ['EMEA', 'NAM'],
      are_you_authorized_to_sign_the_technology_partner_agreement__cf: 'Yes',
    };
    const { mapping } = await ownMapping(open, 'impartner', (shipped) =>
      shipped
        .replace('tier: Partner_Tier__cf', 'tier: PartnerLevelId')
        .replace('Territories__cf', 'Which_Region_the_company_is_serving__cf')
        .replace('Certified__cf', 'Are_you_authorized_to_sign_the_technology_partner_agreement__cf')
        .replace('Approved_Registrations__cf', 'Number_of__cf'),
    );
    const other = await tenant({}, { mapping });
    await fault({ status: 200, body: { success: true, data } });
    expect(await prm.partners.read('11111111', call)).toMatchObject({
      name: 'test_account',
      tier: '',
      active: true,
    });
    await other.fault({ status: 200, body: { success: true, data } });
    expect(await other.prm.partners.read('11111111', call)).toMatchObject({
      ...{ tier: '1229', certified: true, approvedRegistrations: 1111, territories: ['EMEA', 'NAM'] },
      ...{ parentPartner: null, region: '', language: 'en' },
    });
  });

  test('keeps a number as text: the undo still knows what we wrote', async () => {
    const { prm, fault, requests } = await tenant();
    const { updateDeal } = dealsOf(prm).writes;
    const payload = { id: '101', status: 'Approved', AI_Validation_Score: 64 };
    const held = { registration_status__cf: 'Approved', ai_validation_score__cf: '64' };
    await fault({
      method: 'GET',
      status: 200,
      body: { success: true, data: { id: 101, ...held } },
      times: 2,
    });
    await fault({ method: 'PATCH', status: 200, body: { success: true, data: { id: 101 } } });
    expect(await updateDeal.lookup(payload, 'k', call)).toEqual({ id: '101', created: false });
    const before = { status: 'Submitted', AI_Validation_Score: '12' };
    const landed = { id: '101', created: false };
    expect(await updateDeal.undo({ payload, before, landed, key: 'k' }, call)).toEqual({});
    expect(requests.at(-1)?.body).toEqual({
      Registration_Status__cf: 'Submitted',
      AI_Validation_Score__cf: '12',
    });
  });
});

describe('odd answers', () => {
  const hidden = {
    success: false,
    message: 'x',
    errors: [{ httpStatus: 404, code: 'ObjectNotFound' }],
    data: null,
  };
  test.each([
    ['a page that says 404', [{ status: 404, body: '<html>not found</html>' }]],
    ['a hidden object', [{ status: 404, body: hidden, times: 2 }]],
    [
      'a hidden object that is answered as nothing',
      [
        { method: 'GET', status: 200, body: { success: true, data: null } },
        { method: 'POST', status: 403, body: hidden },
      ],
    ],
  ])('%s is no word of Impartner’s that a deal is gone', async (_what, faults) => {
    const { prm, fault } = await tenant();
    const { updateDeal } = dealsOf(prm).writes;
    const effect = await ledgered(updateDeal, approval, 'k');
    for (const work of [() => dealsOf(prm).read('101', call), () => updateDeal.undo(effect, call)]) {
      await fault(...faults);
      expect(['not_found', 'auth']).toContain((await faultOf(work())).kind);
    }
  });

  test('a page that says 404 to a deletion is no undo', async () => {
    const { prm, fault, state } = await tenant();
    const effect = await ledgered(dealsOf(prm).writes.createDeal, registration, 'k');
    const start = await state();
    await fault({ method: 'DELETE', status: 404, body: '<html>not found</html>' });
    expect((await faultOf(dealsOf(prm).writes.createDeal.undo(effect, call))).kind).toBe('not_found');
    expect(await state()).toBe(start);
  });

  test('a refusal says which record and which of our fields it is about, and nothing else of its text', async () => {
    const { prm, fault } = await tenant();
    const errors = [
      { httpStatus: 422, code: 'InvalidValue', message: 'Closure_Reason__cf: Jo Doe does not fit' },
    ];
    await fault({ method: 'PATCH', status: 422, body: { success: false, errors, data: null } });
    const send = dealsOf(prm).writes.updateDeal.send({ ...approval, closureReason: 'Jo Doe' }, 'k', call);
    const { message } = await faultOf(send);
    expect(message).toContain(
      'InvalidValue (Closure_Reason__cf) at Deal 101; compare policy/mappings/impartner.yaml',
    );
    expect(message).not.toContain('Doe');
  });

  test('the id that a partner sent, which may be an address, is in no message', async () => {
    const { prm, fault } = await tenant();
    await fault({ status: 403, body: { success: false, data: null } });
    const { message } = await faultOf(prm.partners.read('jo@doe.example', call));
    expect(message).toContain('at Account;');
  });

  test('the rate limit comes as HTTP 200 with success false', async () => {
    const { prm } = await tenant({ requestsPerSecond: 2 });
    const fault = await faultOf(
      (async () => {
        for (let at = 0; at < 3; at += 1) await prm.partners.read('7001', call);
      })(),
    );
    expect(fault).toMatchObject({
      kind: 'rate_limited',
      status: 429,
      code: 'TooManyRequests',
      retryAfterMs: 30_000,
      certainlyNotLanded: true,
    });
  });

  test('success false in a 200 without a reason is a rejection', async () => {
    const { prm, fault } = await tenant();
    await fault({ status: 200, body: { success: false, message: 'no', data: null } });
    expect(await faultOf(dealsOf(prm).writes.updateDeal.send(approval, 'k', call))).toMatchObject({
      kind: 'rejected',
    });
  });

  test('keys of an answer may come in any case', async () => {
    const { prm, fault } = await tenant();
    const body = {
      Success: true,
      DATA: { ID: 9, NAME: 'Loud', Partner_tier__CF: 'Gold Partner', region: 'Europe' },
    };
    await fault({ status: 200, body });
    expect(await prm.partners.read('9', call)).toMatchObject({
      id: '9',
      name: 'Loud',
      tier: 'Gold',
      region: 'EMEA',
      active: false,
    });
  });

  test.each([undefined, null, { id: null, name: null }])(
    'a deal of account %j is nobody’s',
    async (primaryAccount) => {
      const { prm, fault } = await tenant();
      await fault({ status: 200, body: { success: true, data: { id: 9, name: 'Seats', primaryAccount } } });
      expect(await dealsOf(prm).read('9', call)).toMatchObject({ id: '9', partnerId: '' });
    },
  );

  test('a field of another type than mapped names the field', async () => {
    const { prm, fault } = await tenant();
    await fault({ status: 200, body: { success: true, data: { id: 9, win_rate__cf: 'high' } } });
    expect((await faultOf(prm.partners.read('9', call))).message).toContain(
      'field Win_Rate__cf has another type',
    );
  });
});

describe('credentials', () => {
  test('a wrong key is a matter of credentials and names the fix', async () => {
    const { prm } = await tenant({}, { apiKey: 'wrong' });
    const fault = await faultOf(prm.partners.read('7001', call));
    expect(fault).toMatchObject({ kind: 'auth', status: 401, certainlyNotLanded: true });
    expect(fault.message).toContain('check the key and the objects it may read and write');
  });

  test('a read-only key reads and may not write', async () => {
    const { prm, state } = await tenant({}, { apiKey: 'sandbox-prm-read-only' });
    const start = await state();
    expect(await prm.partners.read('7001', call)).not.toBeNull();
    for (const send of [
      dealsOf(prm).writes.createDeal.send(registration, 'k', call),
      dealsOf(prm).writes.updateDeal.send(approval, 'k', call),
    ])
      expect(await faultOf(send)).toMatchObject({ kind: 'auth', status: 403, certainlyNotLanded: true });
    expect(await state()).toBe(start);
  });

  test('the tenant id is sent when configured, and only then', async () => {
    const pinned = await tenant({}, { tenantId: 864 });
    await pinned.prm.partners.read('7001', call);
    expect(pinned.tenantIds).toEqual(['864']);
    const free = await tenant();
    await free.prm.partners.read('7001', call);
    expect(free.tenantIds).toEqual([undefined]);
  });

  test('a wrong configuration names the setting and never its value', () => {
    const config = () => createPrm('impartner', { baseUrl: 'ftp://x', apiKey: '', tenantId: 'geheim' });
    expect(config).toThrow(/baseUrl.*apiKey.*tenantId/s);
    expect(config).not.toThrow(/geheim|ftp/);
  });
});

describe('mapping', () => {
  test('another file renames fields; a wrong one names what is wrong', async () => {
    const { mapping } = await ownMapping(open, 'impartner', (shipped) =>
      shipped.replace('Routing_Recommendation__cf', 'Potential_Conflict_ID__cf'),
    );
    const { prm, requests } = await tenant({}, { mapping });
    await dealsOf(prm).writes.updateDeal.send(
      { ...approval, Routing_Recommendation: 'fast-track' },
      'k',
      call,
    );
    expect(requests.at(-1)?.body).toMatchObject({ Potential_Conflict_ID__cf: 'fast-track' });

    const wrong = await ownMapping(open, 'impartner', (shipped) =>
      shipped.replace('tier: Partner_Tier__cf', 'tier: "Id, Secret__cf"'),
    );
    expect(() => createPrm('impartner', { apiKey: 'k', ...wrong })).toThrow(
      /own\.yaml.*partner\.fields\.tier/,
    );
  });
});

test('a mapping without the fields of later versions asks for none of them and writes no conflicts', async () => {
  const later =
    /^ +(certifications|territories|mdfBalance|mdfCurrency|parentPartner|submitted):.*\n|^conflict:[\s\S]*/gm;
  const { mapping } = await ownMapping(open, 'impartner', (shipped) => shipped.replace(later, ''));
  const { prm, requests } = await tenant({}, { mapping });
  expect(await prm.partners.read('7001', call)).toMatchObject({
    certifications: null,
    territories: null,
    mdfBalance: null,
    parentPartner: null,
  });
  expect(await dealsOf(prm).read('101', call)).toMatchObject({ submittedAt: null });
  expect(dealsOf(prm).writes.recordConflict).toBeNull();
  for (const { path } of requests) expect(path).not.toMatch(/Certifications|MDF|Territor|Parent|Submitted/);
});

describe('filters', () => {
  test('no text breaks out of its literal', () => {
    const rows = ['', 'x', "x' or '1' = '1", '\\', "\\'", '%', 'null'].map((value) => ({ value }));
    const hostile = fc.string({
      unit: fc.constantFrom("'", '\\', '%', '_', ' ', 'o', 'r', '=', '1', '\n', 'ß'),
    });
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: 'grapheme' })), (text) => {
        const from = cursor(`value = ${filterLiteral(text)}`);
        const matches = condition<{ value: string }>(from, (row) => row.value);
        expect(from.done()).toBe(true);
        for (const row of [...rows, { value: text }])
          expect(matches(row)).toBe(row.value.toLowerCase() === text.toLowerCase());
      }),
      { numRuns: 2000 },
    );
  });
});
