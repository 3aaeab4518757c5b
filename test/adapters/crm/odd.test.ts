import { afterEach, describe, expect, test } from '@jest/globals';
import { createCrm } from '../../../adapters/crm/index.ts';
import type { CrmPort } from '../../../adapters/ports/crm.ts';
import { createHubspot } from '../../../sandbox/hubspot/index.ts';
import { createSalesforce } from '../../../sandbox/salesforce/index.ts';
import { call, control } from '../contract.ts';
import { CRM } from './records.ts';

/** One record that cannot be read stops no other: it is told with its id and field, and the mark passes it by. */

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** What is read of one page of accounts, or opportunities. */
async function told(crm: CrmPort) {
  const { accounts, opportunities, odd, gone, next } = await crm.changedSince(null, call);
  const ids = [...accounts, ...opportunities].map(({ id }) => id).filter((id) => /^(?:\d|006[AB])$/.test(id));
  return { ids, odd, gone, next };
}

describe('hubspot', () => {
  async function read(results: unknown[], pageSize = 200) {
    const simulator = createHubspot({ seed: { accounts: [], opportunities: [] } });
    const baseUrl = await simulator.listen();
    open.push(() => simulator.close());
    const own = { baseUrl, accessToken: 'sandbox-service-key', settleMs: 0, pageSize };
    const body = { total: results.length, results };
    await control(simulator, baseUrl).fault({ path: 'companies/search', status: 200, body });
    return told(createCrm('hubspot', own));
  }
  const company = (id: unknown, change: object = {}) => ({
    id,
    properties: { name: 'Acme', hs_lastmodifieddate: '2026-11-01T00:00:00Z', ...change },
  });

  test.each([
    [company('2', { name: 7 }), '2', 'companies 2: property name holds no text'],
    [company('2', { name: { first: 'secret' } }), '2', 'companies 2: property name holds no text'],
    [company(undefined), '', 'companies names no id; look for it there'],
    [{ id: '2', properties: null }, '2', 'companies 2 names no moment of its last change'],
    [company('2', { hs_lastmodifieddate: 'soon' }), '2', 'companies 2 names no moment of its last change'],
    [
      company('2', { hs_lastmodifieddate: 1_793_500_000_000 }),
      '2',
      'companies 2: property hs_lastmodifieddate holds no text',
    ],
    [null, '', 'companies names no id; look for it there'],
    ['text', '', 'companies names no id; look for it there'],
  ])('%j', async (record, id, message) => {
    const found = await read([record, company('1')]);
    expect(found.ids).toEqual(['1']);
    expect(found.odd).toEqual([{ id, message: expect.stringContaining(message) }]);
    expect(found.gone).toBeUndefined();
    expect(JSON.stringify(found)).not.toContain('secret');
  });

  test('an id that comes as a number is that id', async () => {
    expect((await read([company(2), company('3')])).ids).toEqual(['2', '3']);
  });

  test('one that cannot be read still tells which others went into it', async () => {
    const { gone, odd } = await read([company('2', { name: 7, hs_merged_object_ids: '8; 9' }), company('1')]);
    expect(gone).toEqual({ accounts: ['8', '9'], opportunities: [] });
    expect(odd?.map(({ id }) => id)).toEqual(['2']);
  });

  test('a whole page that has no place in the order is a fault: nothing behind it would ever be seen', async () => {
    const page = read([null, company(undefined)], 2);
    await expect(page).rejects.toMatchObject({ kind: 'rejected', code: 'SAME_PAGE' });
  });

  test('a page of nothing but odd ones is passed by', async () => {
    const later = { name: 7, hs_lastmodifieddate: '2026-11-02T00:00:00Z' };
    const { next, odd } = await read([company('2', { name: 7 }), company('3', later)], 2);
    expect(next).toEqual({ modifiedAt: '2026-11-01T00:00:00.000Z', id: 'Account/2' });
    expect(odd?.map(({ id }) => id)).toEqual(['2']);
  });
});

describe('salesforce', () => {
  async function read(records: unknown[], pageSize = 200) {
    const simulator = createSalesforce({ seed: CRM });
    const loginUrl = await simulator.listen();
    open.push(() => simulator.close());
    const own = { loginUrl, clientId: 'sandbox-crm', clientSecret: 'sandbox-secret', settleMs: 0, pageSize };
    const body = { totalSize: records.length, done: true, records };
    await control(simulator, loginUrl).fault({ path: 'queryAll.*Opportunity', status: 200, body });
    return told(createCrm('salesforce', own));
  }
  const at = '2025-11-01T00:00:00.000+0000';
  const opportunity = (Id: unknown, change: object = {}) => ({
    ...{ Id, AccountId: '001', Name: 'Seats', StageName: 'x', IsClosed: false, IsDeleted: false },
    ...{ SystemModstamp: at, LastModifiedDate: at, ...change },
  });
  const NO_MOMENT = '006B names no moment of its last change; look for it there';

  test.each([
    [opportunity('006B', { LastModifiedDate: null }), '006B', 'Opportunity 006B: field LastModifiedDate'],
    [opportunity('006B', { LastModifiedDate: 'soon' }), '006B', 'Opportunity 006B: field LastModifiedDate'],
    [opportunity('006B', { SystemModstamp: null }), '006B', NO_MOMENT],
    [opportunity('006B', { SystemModstamp: 'soon' }), '006B', NO_MOMENT],
    [opportunity(null), '', 'Opportunity names no id; look for it there'],
    [null, '', 'Opportunity names no id; look for it there'],
  ])('%j', async (record, id, message) => {
    const found = await read([record, opportunity('006A')]);
    expect(found.ids).toEqual(['006A']);
    expect(found.odd).toEqual([{ id, message: expect.stringContaining(message) }]);
    expect(found.gone).toBeUndefined();
  });

  test('what is empty is read as empty', async () => {
    const empty = { Name: null, StageName: null, AccountId: null, IsDeleted: null };
    expect(await read([opportunity('006B', empty)])).toMatchObject({ ids: ['006B'], odd: undefined });
  });

  test('a page of nothing but odd ones is passed by', async () => {
    const odd = { LastModifiedDate: 'soon' };
    const { next } = await read([opportunity('006A', odd), opportunity('006B', odd)], 2);
    expect(next).toEqual({ modifiedAt: '2025-11-01T00:00:00.000Z', id: 'Opportunity/006B' });
  });
});
