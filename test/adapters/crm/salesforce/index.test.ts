import { afterEach, describe, expect, test } from '@jest/globals';
import { createCrm } from '../../../../adapters/crm/index.ts';
import { SALESFORCE_APPS } from '../../../../sandbox/salesforce/access.ts';
import { createSalesforce, type SalesforceOptions } from '../../../../sandbox/salesforce/index.ts';
import { call, control, faultOf, ledgered } from '../../contract.ts';
import { ownMapping } from '../../own-mapping.ts';
import { CRM } from '../records.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** An org with a seller beside our own integration user. */
async function org(options: SalesforceOptions = {}, settings: object = {}) {
  const seller = { clientId: 'seller', clientSecret: 'sandbox-secret', scopes: ['*'] };
  const simulator = createSalesforce({ seed: CRM, apps: [...SALESFORCE_APPS, seller], ...options });
  const since: unknown[] = [];
  const allowing: unknown[] = [];
  simulator.app.addHook('onRequest', async ({ headers, method }) => {
    since.push(headers['if-unmodified-since']);
    if (method === 'PATCH') allowing.push(headers['sforce-duplicate-rule-header']);
  });
  const loginUrl = await simulator.listen();
  open.push(() => simulator.close());
  const own = { loginUrl, clientId: 'sandbox-crm', clientSecret: 'sandbox-secret', requestsPerSecond: 1000 };
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'seller',
    client_secret: 'sandbox-secret',
  });
  const signedIn = await fetch(`${loginUrl}/services/oauth2/token`, { method: 'POST', body });
  const { access_token } = (await signedIn.json()) as { access_token: string };
  const asSeller = (method: string, path: string, fields?: object, headers: Record<string, string> = {}) =>
    fetch(`${loginUrl}/services/data/v68.0/sobjects/${path}`, {
      method,
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json', ...headers },
      ...(fields ? { body: JSON.stringify(fields) } : {}),
    });
  simulator.requests.length = 0;
  const { state, ...more } = control(simulator, loginUrl);
  const records = async () =>
    JSON.parse(await state()) as Record<'Account' | 'Contact' | 'Opportunity', Row[]>;
  return {
    ...more,
    state,
    records,
    asSeller,
    merge: simulator.merge,
    crm: createCrm('salesforce', { ...own, ...settings }),
    since,
    allowing,
  };
}
type Row = Record<string, unknown>;

const account = { externalId: 'acme.example', name: 'Acme', domain: 'acme.example' };
const contact = { externalId: 'c1', email: 'jo.doe@acme.example', accountExternalId: 'acme.example' };
const opportunity = {
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

describe('signing in', () => {
  test('one token serves all callers', async () => {
    const { crm, requests } = await org();
    await Promise.all([1, 2, 3].map((at) => crm.candidates({ domain: null, name: `name${at}` }, call)));
    expect(requests.filter(({ path }) => path.includes('oauth2'))).toHaveLength(1);
  });

  test('an ended session is renewed once, and the same write follows', async () => {
    const { crm, fault, requests, records } = await org();
    await crm.writes.upsertAccount.before(account, 'k', call);
    await fault({ method: 'PATCH', status: 401, body: [{ errorCode: 'INVALID_SESSION_ID', message: '' }] });
    expect(await crm.writes.upsertAccount.send(account, 'k', call)).toMatchObject({ created: true });
    expect(requests.filter(({ path }) => path.includes('oauth2'))).toHaveLength(2);
    expect((await records()).Account.filter(({ Name }) => Name === 'Acme')).toHaveLength(1);
  });

  test('a session that is refused again is a matter of credentials', async () => {
    const { crm, fault } = await org();
    await fault({
      path: 'sobjects',
      times: 2,
      status: 401,
      body: [{ errorCode: 'INVALID_SESSION_ID', message: '' }],
    });
    const thrown = await faultOf(crm.writes.upsertAccount.before(account, 'k', call));
    expect(thrown).toMatchObject({ kind: 'auth', code: 'INVALID_SESSION_ID', certainlyNotLanded: true });
  });

  test('a wrong secret names what to check', async () => {
    const { crm } = await org({}, { clientSecret: 'wrong-secret' });
    const thrown = await faultOf(crm.writes.upsertAccount.send(account, 'k', call));
    expect(thrown).toMatchObject({ kind: 'auth', code: 'invalid_client', certainlyNotLanded: true });
    expect(thrown.message).toContain('check loginUrl (My Domain), clientId, clientSecret');
  });

  test('the outage of the sign-in alone never landed a write', async () => {
    const { crm, fault } = await org();
    await fault({ path: 'oauth2', status: 503, body: '' });
    const thrown = await faultOf(crm.writes.upsertAccount.send(account, 'k', call));
    expect(thrown).toMatchObject({ kind: 'unavailable', certainlyNotLanded: true });
  });

  test('the limit of the org, answered to a sign-in, says nothing of the credentials', async () => {
    const { crm, fault } = await org();
    const body = [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }];
    await fault({ path: 'oauth2/token', status: 403, body });
    const thrown = await faultOf(crm.writes.upsertAccount.send(account, 'k', call));
    expect(thrown).toMatchObject({ kind: 'rate_limited', certainlyNotLanded: true, retryAfterMs: 60_000 });
  });

  test('a page in place of the sign-in is an outage, not a refusal', async () => {
    const { crm, fault } = await org();
    for (const body of ['<!doctype html><h1>We will be back soon</h1>', { success: false, errors: ['no'] }]) {
      await fault({ path: 'oauth2', status: 200, body });
      const thrown = await faultOf(crm.writes.upsertAccount.send(account, 'k', call));
      expect(thrown).toMatchObject({ kind: 'unavailable', certainlyNotLanded: true });
    }
  });

  test('a wrong configuration names the setting and never its value', () => {
    const config = () =>
      createCrm('salesforce', { loginUrl: 'x', clientId: 'c', clientSecret: 7, apiVersion: '68' });
    expect(config).toThrow(/loginUrl.*clientSecret.*apiVersion.*v68\.0/s);
  });
});

describe('errors in Salesforce’s words', () => {
  test.each([
    [403, 'REQUEST_LIMIT_EXCEEDED', 'rate_limited', true, 60_000],
    [400, 'UNABLE_TO_LOCK_ROW', 'unavailable', true, undefined],
    [503, 'SERVER_UNAVAILABLE', 'unavailable', false, undefined],
    [400, 'QUERY_TIMEOUT', 'unavailable', true, undefined],
    [400, 'INSUFFICIENT_ACCESS_OR_READONLY', 'auth', true, undefined],
    [400, 'FIELD_CUSTOM_VALIDATION_EXCEPTION', 'rejected', true, undefined],
  ] as const)('%i %s is %s', async (status, errorCode, kind, certainlyNotLanded, retryAfterMs) => {
    const { crm, fault } = await org();
    await crm.writes.upsertAccount.before(account, 'k', call);
    await fault({ method: 'PATCH', status, body: [{ errorCode, message: 'text', fields: ['Name'] }] });
    const thrown = await faultOf(crm.writes.upsertAccount.send(account, 'k', call));
    expect(thrown).toMatchObject({ kind, status, code: errorCode, certainlyNotLanded, retryAfterMs });
    expect(thrown.message).toContain(`${errorCode} (Name)`);
  });

  test('the daily limit is a 403 without Retry-After, and every answer says what is used', async () => {
    const { crm, asSeller } = await org({ dailyLimit: 2 });
    await crm.writes.upsertAccount.before(account, 'k', call);
    await crm.writes.upsertAccount.before(account, 'k', call);
    const thrown = await faultOf(crm.writes.upsertAccount.send(account, 'k', call));
    expect(thrown).toMatchObject({ kind: 'rate_limited', status: 403, retryAfterMs: 60_000 });
    const answer = await asSeller('GET', 'Account/describe');
    expect(answer.headers.get('sforce-limit-info')).toBe('api-usage=2/2');
    expect(answer.headers.get('retry-after')).toBeNull();
  });

  test('an external id that several records share names the fix', async () => {
    const { crm, fault } = await org();
    await fault({ path: 'QD_Account_Id__c', times: 2, status: 300, body: ['/a', '/b'] });
    for (const work of [
      crm.writes.upsertAccount.before(account, 'k', call),
      crm.writes.upsertAccount.send(account, 'k', call),
    ]) {
      const thrown = await faultOf(work);
      expect(thrown).toMatchObject({ kind: 'rejected', status: 300, code: 'NOT_UNIQUE' });
      expect(thrown.message).toContain('merge them and flag the field External ID and Unique');
    }
  });

  test.each([
    [
      400,
      { errorCode: 'INVALID_FIELD', message: "No such column 'Tags__c' on entity 'Account'." },
      'rejected',
      'INVALID_FIELD (Tags__c) at Account; compare',
    ],
    [
      404,
      {
        errorCode: 'NOT_FOUND',
        message: 'Provided external ID field does not exist or is not accessible: PRM_Deal_Id__c',
      },
      'auth',
      'NOT_ACCESSIBLE (PRM_Deal_Id__c) at Account; the field does not exist, or the run-as user may not see it',
    ],
    [400, { errorCode: 'ENTITY_IS_LOCKED', message: 'entity is locked' }, 'rejected', 'end its approval'],
    [400, { errorCode: 'STORAGE_LIMIT_EXCEEDED', message: 'x' }, 'rejected', 'no storage left'],
    [400, { errorCode: 'OPERATION_TOO_LARGE', message: 'x' }, 'unavailable', 'OPERATION_TOO_LARGE'],
    [404, { errorCode: 'INVALID_QUERY_LOCATOR', message: 'x' }, 'unavailable', 'INVALID_QUERY_LOCATOR'],
    [
      400,
      {
        errorCode: 'DUPLICATE_VALUE',
        message: 'duplicate value found: Domain_Key__c duplicates value on record with id: 001QD000000GARO',
      },
      'rejected',
      'DUPLICATE_VALUE (Domain_Key__c, 001QD000000GARO) at Account; another record (001QD000000GARO) holds this Domain_Key__c',
    ],
    [
      400,
      {
        errorCode: 'DUPLICATES_DETECTED',
        message: 'Use one of these records?',
        duplicateResult: {
          allowSave: true,
          duplicateRule: 'Standard_Account_Duplicate_Rule',
          matchResults: [{ matchRecords: [{ record: { Id: '001QD000000GARO' } }] }],
        },
      },
      'rejected',
      'DUPLICATES_DETECTED (Standard_Account_Duplicate_Rule, 001QD000000GARO) at Account; a duplicate rule takes it',
    ],
    [
      400,
      { errorCode: 'DUPLICATES_DETECTED', duplicateResult: { allowSave: true } },
      'rejected',
      'DUPLICATES_DETECTED at Account;',
    ],
    [400, { errorCode: 'X', message: 7, duplicateResult: 'odd' }, 'rejected', 'HTTP 400, X at Account;'],
  ])('%i %j is %s and says what is to be mended', async (status, error, kind, message) => {
    const { crm, fault } = await org();
    await crm.writes.upsertAccount.before(account, 'k', call);
    await fault({ method: 'PATCH', status, body: [error] });
    const thrown = await faultOf(crm.writes.upsertAccount.send(account, 'k', call));
    expect(thrown).toMatchObject({ kind, status, certainlyNotLanded: true });
    expect(thrown.message).toContain(message);
  });

  test('what a duplicate rule found is saved where that is configured, and is somebody else’s to merge', async () => {
    const { crm } = await org({ duplicateRules: true });
    const same = { ...account, name: 'Ateliers Garonne SA' };
    expect(await faultOf(crm.writes.upsertAccount.send(same, 'k', call))).toMatchObject({
      code: 'DUPLICATES_DETECTED',
      message: expect.stringContaining('001QD000000GARO'),
    });
    const allowing = await org({ duplicateRules: true }, { duplicateRules: 'allow' });
    expect(await allowing.crm.writes.upsertAccount.send(same, 'k', call)).toMatchObject({ created: true });
  });

  test.each([
    ['obey', undefined],
    ['allow', 'allowSave=true'],
  ])('a change and its undo %s the duplicate rules as a creation does', async (duplicateRules, header) => {
    const { crm, allowing } = await org({}, { duplicateRules });
    await crm.writes.upsertAccount.send(account, 'k', call);
    const change = await ledgered(crm.writes.upsertAccount, { ...account, name: 'Acme AG' }, 'k2');
    expect(await crm.writes.upsertAccount.undo(change, call)).toEqual({});
    expect(allowing).toEqual([header, header, header]);
  });

  test('a value that does not fit is rejected and names the field', async () => {
    const { crm } = await org();
    await crm.writes.upsertAccount.send(account, 'k', call);
    const long = await faultOf(
      crm.writes.upsertOpportunity.send({ ...opportunity, name: 'x'.repeat(121) }, 'k', call),
    );
    expect(long).toMatchObject({ kind: 'rejected', code: 'STRING_TOO_LONG' });
    expect(long.message).toContain('(Name)');
    const orphan = { ...opportunity, accountExternalId: 'nobody' };
    expect(await faultOf(crm.writes.upsertOpportunity.send(orphan, 'k2', call))).toMatchObject({
      kind: 'rejected',
    });
  });

  test('a read-only client reads and may not write', async () => {
    const { crm, state } = await org({}, { clientId: 'sandbox-crm-read-only' });
    const start = await state();
    expect(
      (await crm.candidates({ domain: 'garonne-ateliers.example', name: '' }, call)).accounts,
    ).toHaveLength(1);
    const thrown = await faultOf(crm.writes.upsertAccount.send(account, 'k', call));
    expect(thrown).toMatchObject({ kind: 'auth', status: 403, certainlyNotLanded: true });
    expect(await state()).toBe(start);
  });

  test('a next page that points elsewhere is not followed with our token', async () => {
    const { crm, fault, requests } = await org();
    const body = { totalSize: 1, done: false, records: [], nextRecordsUrl: '.evil.example/services/data/' };
    await fault({ path: 'query', status: 200, body });
    const thrown = await faultOf(crm.candidates({ domain: null, name: 'pacific' }, call));
    expect(thrown.code).toBe('unreadable');
    expect(requests.filter(({ method }) => method === 'GET')).toHaveLength(1);
  });
});

describe('what a seller does stays', () => {
  test('a repeated upsert leaves the stage and the name that a seller gave', async () => {
    const { crm, asSeller, records } = await org();
    await ledgered(crm.writes.upsertAccount, account, 'a');
    const deal = await ledgered(crm.writes.upsertOpportunity, opportunity, 'o/1');
    const person = await ledgered(crm.writes.upsertContact, contact, 'c/1');
    expect((await records()).Opportunity.at(-1)).toMatchObject({ StageName: 'Qualification' });
    await asSeller('PATCH', `Opportunity/${deal.landed.id}`, { StageName: 'Negotiation' });
    await asSeller('PATCH', `Contact/${person.landed.id}`, { LastName: 'Doe' });
    await ledgered(crm.writes.upsertOpportunity, { ...opportunity, amount: '200' }, 'o/2');
    // Another process sends without having read before.
    await crm.writes.upsertContact.send(contact, 'c/2', call);
    const { Opportunity, Contact } = await records();
    expect(Opportunity.find(({ Id }) => Id === deal.landed.id)).toMatchObject({
      StageName: 'Negotiation',
      Amount: 200,
    });
    expect(Contact).toEqual([expect.objectContaining({ LastName: 'Doe' })]);
  });

  test('an opportunity that a seller has worked on is kept by the undo, and that is said', async () => {
    const { crm, asSeller, state } = await org();
    await ledgered(crm.writes.upsertAccount, account, 'a');
    const effect = await ledgered(crm.writes.upsertOpportunity, opportunity, 'o');
    await asSeller('PATCH', `Opportunity/${effect.landed.id}`, { StageName: 'Negotiation' });
    const worked = await state();
    const { corrected } = await crm.writes.upsertOpportunity.undo(effect, call);
    expect(corrected).toBe(
      `salesforce: Opportunity ${effect.landed.id} was changed after our write and was kept`,
    );
    expect(await state()).toBe(worked);
  });

  test('an undo puts back only the fields that still hold what we wrote', async () => {
    const { crm, asSeller, records } = await org();
    await ledgered(crm.writes.upsertAccount, account, 'a/1');
    const effect = await ledgered(
      crm.writes.upsertAccount,
      { ...account, name: 'Acme AG', domain: 'acme.de' },
      'a/2',
    );
    await asSeller('PATCH', `Account/${effect.landed.id}`, { Name: 'Acme Holding' });
    const { corrected } = await crm.writes.upsertAccount.undo(effect, call);
    expect(corrected).toBe('salesforce: Name changed after our write and was left as it is');
    const row = (await records()).Account.find(({ Id }) => Id === effect.landed.id);
    expect(row).toMatchObject({ Name: 'Acme Holding', Website: 'acme.example' });
  });

  test('an account is kept while another registration hangs on it, or Salesforce would delete that too', async () => {
    const { crm, records } = await org();
    const first = await ledgered(crm.writes.upsertAccount, account, 'case-a');
    await ledgered(crm.writes.upsertAccount, account, 'case-b');
    const deal = await ledgered(crm.writes.upsertOpportunity, opportunity, 'case-b/o');
    const { corrected } = await crm.writes.upsertAccount.undo(first, call);
    expect(corrected).toBe(
      `salesforce: Account ${first.landed.id} has contacts or opportunities of others and was kept`,
    );
    expect((await records()).Opportunity.some(({ Id }) => Id === deal.landed.id)).toBe(true);
  });

  test('a record that somebody made between our read and our write is not deleted', async () => {
    const { crm, asSeller, records } = await org();
    const before = await crm.writes.upsertAccount.before(account, 'k', call);
    await asSeller('PATCH', 'Account/QD_Account_Id__c/acme_example', { Name: 'Made by a seller' });
    const landed = await crm.writes.upsertAccount.send(account, 'k', call);
    expect(landed.created).toBe(false);
    const { corrected } = await crm.writes.upsertAccount.undo(
      { payload: account, before, landed, key: 'k' },
      call,
    );
    expect(corrected).toContain('appeared between our read and our write');
    expect((await records()).Account.some(({ Id }) => Id === landed.id)).toBe(true);
  });

  test('a record that was deleted meanwhile needs no undo', async () => {
    const { crm, asSeller, state } = await org();
    const created = await ledgered(crm.writes.upsertAccount, account, 'k/1');
    const changed = await ledgered(crm.writes.upsertAccount, { ...account, name: 'Acme AG' }, 'k/2');
    await asSeller('DELETE', `Account/${created.landed.id}`);
    const gone = await state();
    expect(await crm.writes.upsertAccount.undo(changed, call)).toEqual({});
    expect(await crm.writes.upsertAccount.undo(created, call)).toEqual({});
    expect(await state()).toBe(gone);
  });

  test('a change between the undo’s read and its write is refused and tried again', async () => {
    const { crm, fault, asSeller, since } = await org();
    const { landed } = await ledgered(crm.writes.upsertAccount, account, 'k/1');
    const stale = { 'if-unmodified-since': 'Mon, 01 Jan 2024 00:00:00 GMT' };
    expect((await asSeller('PATCH', `Account/${landed.id}`, { Name: 'x' }, stale)).status).toBe(412);
    const changed = await ledgered(crm.writes.upsertAccount, { ...account, name: 'Acme AG' }, 'k/2');
    await fault({ method: 'PATCH', status: 412, body: '' });
    const thrown = await faultOf(crm.writes.upsertAccount.undo(changed, call));
    expect(thrown).toMatchObject({
      kind: 'unavailable',
      code: 'CHANGED_MEANWHILE',
      certainlyNotLanded: true,
    });
    expect(await crm.writes.upsertAccount.undo(changed, call)).toEqual({});
    // Not later than now, or a change made since would be overwritten.
    expect(Math.abs(Date.parse(String(since.at(-1))) - Date.now())).toBeLessThan(5_000);
  });

  test.each(['.', '..'])('no write goes to another path because of the id %j', async (externalId) => {
    const { crm, requests } = await org();
    const thrown = await faultOf(crm.writes.upsertContact.send({ ...contact, externalId }, 'k', call));
    expect(thrown).toMatchObject({ kind: 'not_found', certainlyNotLanded: true });
    expect(requests.filter(({ path }) => path.includes('sobjects'))).toHaveLength(0);
  });
});

describe('a record that our user cannot read', () => {
  test.each(['the whole object is hidden', 'a page of a proxy'])('is not taken for gone: %s', async (how) => {
    const hidden: string[] = [];
    const { crm, fault, state } = await org({ hidden });
    const created = await ledgered(crm.writes.upsertAccount, account, 'k/1');
    const changed = await ledgered(crm.writes.upsertAccount, { ...account, name: 'Acme AG' }, 'k/2');
    const start = await state();
    for (const effect of [created, changed]) {
      if (how === 'a page of a proxy') await fault({ status: 404, body: '<html>not found</html>' });
      else hidden.push('Account');
      const thrown = await faultOf(crm.writes.upsertAccount.undo(effect, call));
      expect(['auth', 'not_found']).toContain(thrown.kind);
      hidden.pop();
    }
    expect(await state()).toBe(start);
  });

  test('because it is hidden from it alone is said by the undo, and so is one that was merged', async () => {
    const { crm, fault, records, merge } = await org();
    const { landed, ...effect } = await ledgered(crm.writes.upsertAccount, account, 'k');
    const absent = [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }];
    await fault({ path: 'sobjects/Account/001', status: 404, body: absent });
    const { corrected } = await crm.writes.upsertAccount.undo({ ...effect, landed }, call);
    expect(corrected).toContain(
      `Account ${landed.id} cannot be read, so what we wrote may still stand there`,
    );
    merge('Account', '001QD000000GARO', landed.id);
    const merged = await crm.writes.upsertAccount.undo({ ...effect, landed }, call);
    expect(merged.corrected).toContain(`Account ${landed.id} was merged into 001QD000000GARO`);
    expect((await records()).Account.some(({ Id }) => Id === '001QD000000GARO')).toBe(true);
  });

  test('by a hidden external id is no new record', async () => {
    const { crm, fault, state } = await org();
    const start = await state();
    const body = [
      {
        errorCode: 'NOT_FOUND',
        message: 'Provided external ID field does not exist or is not accessible: QD_Account_Id__c',
      },
    ];
    const { upsertAccount } = crm.writes;
    for (const work of [
      () => upsertAccount.before(account, 'k', call),
      () => upsertAccount.lookup(account, 'k', call),
      () => upsertAccount.send(account, 'k', call),
    ]) {
      await fault({ path: 'QD_Account_Id__c', status: 404, body });
      expect(await faultOf(work())).toMatchObject({ kind: 'auth', code: 'NOT_ACCESSIBLE' });
    }
    expect(await state()).toBe(start);
  });
});

describe('a contact that is there already', () => {
  test('with that address at that account is found, not made twice, and stays as it is', async () => {
    const { crm, asSeller, records, state } = await org({ duplicateRules: true });
    const { landed } = await ledgered(crm.writes.upsertAccount, account, 'a');
    const jo = { FirstName: 'Jo', LastName: 'Doe', Email: 'Jo.Doe@acme.example', AccountId: landed.id };
    const made = (await (await asSeller('POST', 'Contact', jo)).json()) as { id: string };
    const start = await state();
    for (const at of [{ accountExternalId: 'acme.example' }, { accountId: landed.id }]) {
      const payload = { externalId: 'c1', email: 'jo.doe@acme.example', ...at };
      const effect = await ledgered(crm.writes.upsertContact, payload, 'c');
      expect(effect.landed).toEqual({ id: made.id, created: false });
      expect((await records()).Contact).toHaveLength(1);
      expect(await crm.writes.upsertContact.lookup(payload, 'c', call)).toEqual(effect.landed);
      expect(await crm.writes.upsertContact.undo(effect, call)).toEqual({});
      expect(await state()).toBe(start);
    }
    // Another process, which has read nothing before, finds it as well.
    expect(await crm.writes.upsertContact.send(contact, 'other', call)).toEqual({
      id: made.id,
      created: false,
    });
  });

  test('at another account is another one', async () => {
    const { crm, asSeller, records } = await org();
    await ledgered(crm.writes.upsertAccount, account, 'a');
    await asSeller('POST', 'Contact', {
      LastName: 'Doe',
      Email: contact.email,
      AccountId: '001QD000000GARO',
    });
    expect(await crm.writes.upsertContact.send(contact, 'c', call)).toMatchObject({ created: true });
    expect((await records()).Contact).toHaveLength(2);
  });
});

describe('candidates of a large org', () => {
  test('have all their open opportunities, however many pages of them there are', async () => {
    const opportunities = Array.from({ length: 23 }, (_, at) => ({
      ...{ id: `006QD00000${String(at).padStart(5, '0')}`, accountId: '001QD000000GARO', name: `Deal ${at}` },
      ...{ stage: 'Negotiation', amount: 1, closeDate: '2027-01-01' },
    }));
    const { crm } = await org({ seed: { ...CRM, opportunities }, pageSize: 5 });
    const found = await crm.candidates({ domain: 'garonne-ateliers.example', name: '' }, call);
    expect(found.opportunities.map(({ id }) => id).toSorted()).toEqual(opportunities.map(({ id }) => id));
  });

  test('are found by the spellings of a site when the pattern takes too long', async () => {
    const { crm, fault, requests } = await org();
    const body = [{ errorCode: 'QUERY_TIMEOUT', message: 'Your query request was running for too long.' }];
    await fault({ path: 'LIKE', status: 400, body });
    const found = await crm.candidates({ domain: 'garonne-ateliers.example', name: 'Pacific' }, call);
    expect(found.accounts.map(({ id }) => id)).toEqual([
      '001QD000000GARO',
      '001QD000000PAC1',
      '001QD000000PAC2',
      '001QD000000PAC3',
    ]);
    expect(requests.filter(({ path }) => path.includes('query'))).toHaveLength(2);
    await fault({ path: 'query', times: 2, status: 400, body });
    expect(await faultOf(crm.candidates({ domain: 'x.example', name: '' }, call))).toMatchObject({
      kind: 'unavailable',
    });
  });

  test('whose page does not say where it goes on are no answer', async () => {
    const { crm, fault } = await org();
    await fault({ path: 'query', status: 200, body: { totalSize: 3, done: false, records: [] } });
    expect((await faultOf(crm.candidates({ domain: null, name: 'pacific' }, call))).code).toBe('unreadable');
  });
});

describe('fields', () => {
  test('choices that Salesforce gives back in its own order are ours still', async () => {
    const { crm, asSeller } = await org();
    await ledgered(crm.writes.upsertAccount, account, 'a');
    const mixed = { ...opportunity, tags: ['product:monitoring', 'product:backup'] };
    const effect = await ledgered(crm.writes.upsertOpportunity, mixed, 'o');
    await asSeller('PATCH', `Opportunity/${effect.landed.id}`, { Product_Mix__c: 'backup;monitoring' });
    expect(await crm.writes.upsertOpportunity.lookup(mixed, 'o', call)).toEqual(effect.landed);
    expect(await crm.writes.upsertOpportunity.undo(effect, call)).toEqual({});
  });

  test('an org without a field for it is told nowhere that a partner is behind an opportunity', async () => {
    const { mapping } = await ownMapping(open, 'salesforce', (shipped) =>
      shipped.replace('partnerSourced: IsPartnerSourced__c', 'partnerSourced: null'),
    );
    const { crm, requests } = await org({}, { mapping });
    await ledgered(crm.writes.upsertAccount, account, 'a');
    await crm.writes.upsertOpportunity.send(opportunity, 'o', call);
    expect(Object.keys(requests.at(-1)?.body as object)).not.toContain('IsPartnerSourced__c');
  });

  test('an opportunity carries amount, currency, tags and its partner', async () => {
    const { crm, records } = await org();
    const { landed } = await ledgered(crm.writes.upsertAccount, account, 'a');
    const deal = await ledgered(crm.writes.upsertOpportunity, opportunity, 'o');
    expect((await records()).Opportunity.find(({ Id }) => Id === deal.landed.id)).toEqual({
      Id: deal.landed.id,
      PRM_Deal_Id__c: 'DR-1',
      AccountId: landed.id,
      Name: 'Seats',
      StageName: 'Qualification',
      Amount: 100.5,
      CurrencyIsoCode: 'EUR',
      CloseDate: '2027-01-31',
      Partner_ID__c: '7001',
      IsPartnerSourced__c: true,
      Tags__c: 'size:standard;product:backup',
      Deal_Size__c: 'standard',
      Product_Mix__c: 'backup',
      Competitor__c: 'Initech',
    });
  });

  test('a registration that names no competitor leaves the one that a seller noted', async () => {
    const { crm, records, asSeller } = await org();
    await ledgered(crm.writes.upsertAccount, account, 'a');
    const deal = await ledgered(crm.writes.upsertOpportunity, { ...opportunity, competitor: null }, 'o/1');
    await asSeller('PATCH', `Opportunity/${deal.landed.id}`, { Competitor__c: 'Globex' });
    await ledgered(crm.writes.upsertOpportunity, { ...opportunity, competitor: null, amount: '7' }, 'o/2');
    expect((await records()).Opportunity.find(({ Id }) => Id === deal.landed.id)).toMatchObject({
      Amount: 7,
      Competitor__c: 'Globex',
    });
  });

  test('a mapping of before the tags had fields of their own still writes them into one', async () => {
    const fields = 'name: Name, amount: Amount, currency: CurrencyIsoCode, closeDate: CloseDate';
    const ours = 'partnerId: Partner_ID__c, partnerSourced: IsPartnerSourced__c, tags: Tags__c';
    const lines = [
      'account: { externalId: QD_Account_Id__c, fields: { name: Name, domain: Website } }',
      'contact: { externalId: QD_Contact_Id__c, fields: { email: Email } }',
      `opportunity: { externalId: PRM_Deal_Id__c, fields: { ${fields}, ${ours} }, corporateCurrency: USD,`,
      "  onCreate: { StageName: Qualification }, tagSeparator: ';' }",
    ];
    const { mapping } = await ownMapping(open, 'salesforce', () => lines.join('\n'));
    const { crm, records } = await org({}, { mapping });
    await ledgered(crm.writes.upsertAccount, account, 'a');
    const { landed } = await ledgered(crm.writes.upsertOpportunity, opportunity, 'o');
    const row = (await records()).Opportunity.find(({ Id }) => Id === landed.id);
    expect(row).toMatchObject({ Tags__c: 'size:standard;product:backup' });
    expect(row).not.toHaveProperty('Competitor__c');
    const [found] = (await crm.candidates({ domain: 'garonne-ateliers.example', name: '' }, call)).accounts;
    expect(found).toMatchObject({ name: 'Ateliers Garonne SA', address: null, parentId: null });
  });
});

describe('changes', () => {
  test('what changed a moment ago is left for later: its transaction may not be visible yet', async () => {
    const { crm } = await org();
    expect(await crm.changedSince(null, call)).toEqual({ accounts: [], opportunities: [], next: null });
  });

  test('a mark from outside puts nothing into the query', async () => {
    const { crm, requests } = await org({}, { settleMs: 0 });
    const since = { modifiedAt: '2026-01-01T00:00:00Z', id: "Account/' OR Name != '" };
    await crm.changedSince(since, call);
    const queries = requests
      .map(({ path }) => decodeURIComponent(path))
      .filter((path) => path.includes('Id >'));
    expect(queries).toEqual([expect.stringContaining("Id > '\\' OR Name != \\''")]);
    await expect(crm.changedSince({ modifiedAt: "x' OR", id: '' }, call)).rejects.toThrow();
  });

  test('an org without multi-currency refuses another currency instead of writing a wrong amount', async () => {
    const { mapping } = await ownMapping(open, 'salesforce', (shipped) =>
      shipped.replace('currency: CurrencyIsoCode', 'currency: null'),
    );
    const { crm, requests } = await org({}, { mapping });
    await ledgered(crm.writes.upsertAccount, account, 'a');
    requests.length = 0;
    const thrown = await faultOf(crm.writes.upsertOpportunity.send(opportunity, 'o', call));
    expect(thrown).toMatchObject({ kind: 'rejected', code: 'CURRENCY', certainlyNotLanded: true });
    expect(requests.filter(({ method }) => method === 'PATCH')).toHaveLength(0);
    await crm.writes.upsertOpportunity.send({ ...opportunity, currency: 'USD' }, 'o', call);
    expect(requests.at(-1)?.body).not.toHaveProperty('CurrencyIsoCode');
  });
});
