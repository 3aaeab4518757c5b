import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createHubspot } from '../../sandbox/hubspot/index.ts';
import { createImpartner } from '../../sandbox/impartner/index.ts';
import { createPartnerstack } from '../../sandbox/partnerstack/index.ts';
import { createSalesforce } from '../../sandbox/salesforce/index.ts';
import { CRM } from '../adapters/crm/records.ts';
import { DEALS, PARTNERS } from '../adapters/prm/records.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const KEY = { authorization: 'prm-key sandbox-prm-key', 'content-type': 'application/json' };

async function impartner(options: Parameters<typeof createImpartner>[0] = {}) {
  const simulator = createImpartner({ seed: { partners: PARTNERS, prmDeals: DEALS }, ...options });
  const url = await simulator.listen();
  closing.push(() => simulator.close());
  const ask = async (method: string, path: string, body?: unknown) => {
    const init = { method, headers: KEY, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const answer = await fetch(`${url}/api/objects/v1/${path}`, init);
    return {
      status: answer.status,
      ...((await answer.json()) as { success: boolean; data: never; errors?: [{ code: string }] }),
    };
  };
  const state = async () => (await fetch(`${url}/__sim/export`)).text();
  return { simulator, url, ask, state };
}

describe('the Impartner simulator', () => {
  test('describes its objects and fields', async () => {
    const { ask } = await impartner();
    expect((await ask('GET', '_describe')).data).toContainEqual({ name: 'Deal' });
    const { fields } = (await ask('GET', 'Deal/_describe')).data as { fields: object[] };
    expect(fields).toContainEqual(
      expect.objectContaining({ name: 'Name', isRequired: true, isNullable: false }),
    );
  });

  test('searches by POST and GET alike, page by page, counting all', async () => {
    const { ask } = await impartner();
    for (let at = 0; at < 3; at += 1)
      await ask('PUT', 'Deal', { Name: `Deal ${at}`, PrimaryAccountId: 7001, Amount: at });
    const filter = "name like 'Deal%' and amount >= 1";
    const orderBy = [{ field: 'Amount', direction: 'desc' }];
    const posted = await ask('POST', 'Deal', { fields: ['name'], filter, orderBy, skip: 1, take: 1 });
    expect(posted.data).toMatchObject({ count: 2, results: [{ name: 'Deal 1' }] });
    const query = new URLSearchParams({
      fields: 'name',
      filter,
      orderby: 'amount desc',
      skip: '1',
      take: '1',
    });
    expect((await ask('GET', `Deal?${query}`)).data).toEqual(posted.data);
  });

  test.each([
    ['PUT', 'Deal', { Name: 'x', PrimaryAccountId: 1, Nope__cf: 1 }, 400, 'InvalidField'],
    ['PUT', 'Deal', { PrimaryAccountId: 1 }, 400, 'RequiredField'],
    ['PUT', 'Deal', { Name: 'x', PrimaryAccountId: 1, Amount: '7' }, 422, 'InvalidValue'],
    ['PATCH', 'Deal/101', { Updated: '2020-01-01' }, 400, 'ReadOnlyField'],
    ['PATCH', 'Deal/999', { Amount: 1 }, 404, 'RecordNotFound'],
    ['POST', 'Deal', { filter: "Name = 'x' or" }, 400, 'Error'],
    ['GET', 'Nope', undefined, 404, 'ObjectNotFound'],
    ['DELETE', 'Account/7001', undefined, 403, 'Forbidden'],
  ])('%s %s %j is %i %s', async (method, path, body, status, code) => {
    const { ask, state } = await impartner();
    const start = await state();
    const answer = await ask(method, path, body);
    expect(answer).toMatchObject({ status, success: false, errors: [{ code }] });
    expect(await state()).toBe(start);
  });

  test('the export does not depend on the order of requests', async () => {
    const deals = ['a', 'b', 'c'].map((id) => ({ Name: id, PrimaryAccountId: 7001, External_Id__cf: id }));
    const states = await Promise.all(
      [deals, deals.toReversed()].map(async (bodies) => {
        const { ask, state } = await impartner();
        for (const body of bodies) await ask('PUT', 'Deal', body);
        return state();
      }),
    );
    expect(states[0]).toBe(states[1]);
  });

  test('a killed simulator comes back with what it had answered', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sim-'));
    closing.push(() => rm(folder, { recursive: true }));
    const stateFile = join(folder, 'impartner.jsonl');
    const first = await impartner({ stateFile });
    await first.ask('PUT', 'Deal', { Name: 'new', PrimaryAccountId: 7001 });
    await first.ask('DELETE', 'Deal/101');
    const before = await first.state();
    await first.simulator.close();
    await appendFile(stateFile, '{"object":"Deal","id":"torn');
    const second = await impartner({ stateFile });
    expect(await second.state()).toBe(before);
    await second.ask('PUT', 'Deal', { Name: 'after the crash', PrimaryAccountId: 7001 });
    const later = await second.state();
    expect(await (await impartner({ stateFile })).state()).toBe(later);
    await fetch(`${second.url}/__sim/reset`, { method: 'POST' });
    expect(await second.state()).toBe(await (await impartner()).state());
  });
});

describe('the PartnerStack simulator', () => {
  async function partnerstack(options: Parameters<typeof createPartnerstack>[0] = {}) {
    const simulator = createPartnerstack({ seed: { partners: PARTNERS, prmDeals: DEALS }, ...options });
    const url = await simulator.listen();
    closing.push(() => simulator.close());
    const authorization = `Basic ${Buffer.from('pk_sandbox:sk_sandbox').toString('base64')}`;
    const ask = async (method: string, path: string, body?: unknown, headers: object = {}) => {
      const init = {
        method,
        headers: { authorization, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      };
      const answer = await fetch(`${url}/api/v2/${path}`, init);
      return { http: answer.status, ...((await answer.json()) as { data: never; message: string }) };
    };
    const state = async () => (await fetch(`${url}/__sim/export`)).text();
    return { simulator, url, ask, state };
  }

  test('lists the newest first, page by page behind a cursor', async () => {
    const { ask } = await partnerstack();
    const made: string[] = [];
    for (const account_name of ['a', 'b', 'c']) {
      const { data } = await ask('POST', 'deals', { partner_key: '7001', account_name });
      made.unshift((data as { key: string }).key);
      await new Promise((wake) => setTimeout(wake, 3));
    }
    const first = await ask('GET', 'deals?limit=2');
    expect(first.data).toMatchObject({ has_more: true, items: [{ key: made[0] }, { key: made[1] }] });
    const rest = await ask('GET', `deals?limit=2&starting_after=${made[1]}`);
    expect(rest.data).toMatchObject({ has_more: false, items: [{ key: made[2] }, { key: '101' }] });
  });

  test('a partnership is found by its key, partner key and e-mail; its group is the tier', async () => {
    const { ask } = await partnerstack();
    for (const key of ['part_7001', '7001', 'partner@nordlicht.example'])
      expect((await ask('GET', `partnerships/${key}`)).data).toMatchObject({ group: { name: 'Platinum' } });
    expect((await ask('GET', 'groups')).data).toMatchObject({
      items: [{ slug: 'silver' }, { slug: 'platinum' }],
    });
  });

  test.each([
    ['POST', 'deals', { partner_key: '7001', amount: 12.5 }, 400, 'Invalid value for amount'],
    ['POST', 'deals', { partner_key: 'nobody' }, 400, 'Partner not found'],
    ['PATCH', 'deals/101', { stage: 'Parked' }, 400, 'Invalid value for stage'],
    ['PATCH', 'deals/101', { nope: 1 }, 400, 'Unknown parameter nope'],
    ['PATCH', 'deals/999', { amount: 1 }, 404, 'Deal not found'],
    ['GET', 'deals?limit=500', undefined, 400, 'limit must be between 1 and 250'],
  ])('%s %s %j is %i %s', async (method, path, body, status, message) => {
    const { ask, state } = await partnerstack();
    const start = await state();
    expect(await ask(method, path, body)).toEqual({ http: status, status, message });
    expect(await state()).toBe(start);
  });

  test('another pair is 401, another kind of answer 406', async () => {
    const { ask } = await partnerstack();
    const stranger = { authorization: `Basic ${Buffer.from('pk_sandbox:sk_other').toString('base64')}` };
    expect(await ask('GET', 'deals', undefined, stranger)).toMatchObject({ http: 401 });
    expect(await ask('GET', 'deals', undefined, { accept: 'text/html' })).toMatchObject({ http: 406 });
  });

  test('a killed simulator comes back with what it had answered', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sim-'));
    closing.push(() => rm(folder, { recursive: true }));
    const stateFile = join(folder, 'partnerstack.jsonl');
    const first = await partnerstack({ stateFile });
    await first.ask('POST', 'deals', { partner_key: '7001', account_name: 'new' });
    await first.ask('DELETE', 'deals/101');
    const before = await first.state();
    await first.simulator.close();
    const second = await partnerstack({ stateFile });
    expect(await second.state()).toBe(before);
    await fetch(`${second.url}/__sim/reset`, { method: 'POST' });
    expect(await second.state()).toBe(await (await partnerstack()).state());
  });
});

describe('the Salesforce simulator', () => {
  test('a killed simulator comes back with its records and without its sessions', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sim-'));
    closing.push(() => rm(folder, { recursive: true }));
    const stateFile = join(folder, 'salesforce.jsonl');
    const run = async () => {
      const simulator = createSalesforce({ stateFile, seed: CRM });
      closing.push(() => simulator.close());
      return { simulator, url: await simulator.listen() };
    };
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'sandbox-crm',
      client_secret: 'sandbox-secret',
    });
    const first = await run();
    const signedIn = await fetch(`${first.url}/services/oauth2/token`, { method: 'POST', body: form });
    const { access_token: token } = (await signedIn.json()) as { access_token: string };
    const upsert = (url: string) =>
      fetch(`${url}/services/data/v68.0/sobjects/Account/QD_Account_Id__c/a`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: '{"Name":"A"}',
      });
    expect((await upsert(first.url)).status).toBe(201);
    const before = await (await fetch(`${first.url}/__sim/export`)).text();
    expect(before).toContain('"QD_Account_Id__c":"a"');
    await first.simulator.close();
    const second = await run();
    expect(await (await fetch(`${second.url}/__sim/export`)).text()).toBe(before);
    expect((await upsert(second.url)).status).toBe(401);
  });
});

describe('the HubSpot simulator', () => {
  const KEY = { authorization: 'Bearer sandbox-service-key', 'content-type': 'application/json' };
  async function hubspot(options: Parameters<typeof createHubspot>[0] = {}) {
    const simulator = createHubspot({ seed: CRM, ...options });
    const url = await simulator.listen();
    closing.push(() => simulator.close());
    const ask = async (method: string, path: string, body?: unknown) => {
      const init = { method, headers: KEY, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      const answer = await fetch(`${url}/crm/objects/2026-09/${path}`, init);
      const text = await answer.text();
      return { status: answer.status, body: (text ? JSON.parse(text) : {}) as never };
    };
    return { simulator, url, ask, state: async () => (await fetch(`${url}/__sim/export`)).text() };
  }
  const input = (properties: object, more: object = {}) => ({ inputs: [{ properties, ...more }] });

  test.each([
    ['POST', 'deals/batch/create', input({ nope: 'x' }), 400, 'VALIDATION_ERROR'],
    ['POST', 'deals/batch/create', input({ amount: 7 }), 400, 'VALIDATION_ERROR'],
    ['POST', 'deals/batch/create', input({ hs_is_closed: 'true' }), 400, 'VALIDATION_ERROR'],
    [
      'POST',
      'companies/batch/upsert',
      input({ name: 'A' }, { id: 'a', idProperty: 'name' }),
      400,
      'VALIDATION_ERROR',
    ],
    ['POST', 'companies/batch/upsert', input({ name: 'A' }, { id: 'a' }), 400, 'VALIDATION_ERROR'],
    ['POST', 'deals/search', { limit: 201 }, 400, 'VALIDATION_ERROR'],
    ['POST', 'deals/search', { limit: 200, after: '9900' }, 400, 'VALIDATION_ERROR'],
    [
      'POST',
      'deals/search',
      { sorts: [{ propertyName: 'amount' }, { propertyName: 'dealname' }] },
      400,
      'VALIDATION_ERROR',
    ],
    ['PATCH', 'deals/404', { properties: {} }, 404, 'OBJECT_NOT_FOUND'],
    ['GET', 'tickets/1', undefined, 403, 'MISSING_SCOPES'],
  ])('%s %s %j is %i %s', async (method, path, body, status, category) => {
    const { ask, state } = await hubspot();
    const start = await state();
    expect(await ask(method, path, body)).toMatchObject({ status, body: { status: 'error', category } });
    expect(await state()).toBe(start);
  });

  test('lands the good inputs of a traced batch beside the bad one, and none of an untraced', async () => {
    const { ask, state } = await hubspot();
    const start = await state();
    const good = { properties: { email: 'a@b.example' } };
    const bad = { properties: { email: 'no address' } };
    expect(await ask('POST', 'contacts/batch/create', { inputs: [bad, good] })).toMatchObject({
      status: 400,
    });
    expect(await state()).toBe(start);
    const traced = [bad, good].map((each, at) => ({ ...each, objectWriteTraceId: `t${at}` }));
    expect(await ask('POST', 'contacts/batch/create', { inputs: traced })).toMatchObject({
      status: 207,
      body: {
        numErrors: 1,
        results: [{ objectWriteTraceId: 't1', properties: { email: 'a@b.example' } }],
        errors: [{ context: { objectWriteTraceId: ['t0'] } }],
      },
    });
    expect(await state()).not.toBe(start);
  });

  test('a killed simulator comes back with what it had answered', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sim-'));
    closing.push(() => rm(folder, { recursive: true }));
    const stateFile = join(folder, 'hubspot.jsonl');
    const first = await hubspot({ stateFile });
    await first.ask('POST', 'companies/batch/create', input({ name: 'new' }));
    await first.ask('DELETE', 'deals/006QD000000GAR1');
    const before = await first.state();
    await first.simulator.close();
    const second = await hubspot({ stateFile });
    expect(await second.state()).toBe(before);
    await fetch(`${second.url}/__sim/reset`, { method: 'POST' });
    expect(await second.state()).toBe(await (await hubspot()).state());
  });
});
