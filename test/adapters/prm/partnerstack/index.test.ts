import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ChangeMark } from '../../../../adapters/ports/changes.ts';
import { createPrm } from '../../../../adapters/prm/index.ts';
import { createPartnerstack, type PartnerstackOptions } from '../../../../sandbox/partnerstack/index.ts';
import { call, control, faultOf, ledgered } from '../../contract.ts';
import { ownMapping } from '../../own-mapping.ts';
import { DEALS, dealsOf, PARTNERS } from '../records.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const AUTH = `Basic ${Buffer.from('pk_sandbox:sk_sandbox').toString('base64')}`;

async function vendor(options: PartnerstackOptions = {}, settings: object = {}) {
  const simulator = createPartnerstack({ seed: { partners: PARTNERS, prmDeals: DEALS }, ...options });
  const root = await simulator.listen();
  open.push(() => simulator.close());
  const baseUrl = `${root}/api/v2`;
  const own = { baseUrl, publicKey: 'pk_sandbox', privateKey: 'sk_sandbox', requestsPerSecond: 10_000 };
  const ask = async (method: string, path: string, body?: unknown) => {
    const headers = { authorization: AUTH, 'content-type': 'application/json' };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const answer = await fetch(`${baseUrl}/${path}`, init);
    return (await answer.json()) as { data: Record<string, unknown> };
  };
  const prm = createPrm('partnerstack', { ...own, searchLagMs: 0, ...settings });
  return { ...control(simulator, root), simulator, prm, ask };
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
const approval = { id: '101', status: 'Approved', AI_Validation_Score: 88, closureReason: null };

describe('creating', () => {
  test('PartnerStack really doubles a repeated POST: the ledger must look up first', async () => {
    const { prm, state } = await vendor();
    const { id } = await dealsOf(prm).writes.createDeal.send(registration, 'k', call);
    const again = await dealsOf(prm).writes.createDeal.send(registration, 'k', call);
    expect(again.id).not.toBe(id);
    expect(JSON.parse(await state()).deals).toHaveLength(DEALS.length + 2);
  });

  test('what it cannot state it leaves out', async () => {
    const { prm, requests } = await vendor();
    await dealsOf(prm).writes.createDeal.send(registration, 'k', call);
    expect(requests.find(({ method }) => method === 'POST')?.body).toEqual({
      partner_key: '7001',
      external_key: expect.stringMatching(/^qd-[0-9a-f]{32}$/),
      source: 'partner',
      stage: 'submitted',
      amount: 1010,
      account_name: 'Acme',
      field_data: { opportunity_name: 'Seats', currency: 'EUR' },
    });
  });

  test.each([
    [{ status: 429, body: { message: 'Too many requests', status: 429 } }],
    [{ status: 403, body: { message: 'Forbidden', status: 403 } }],
    [{ status: 200, body: '<html>' }],
    [{ dropBefore: true }],
  ])('a write that cannot be read back (%j) may have landed, and is found', async (away) => {
    const { prm, fault, state } = await vendor();
    const { createDeal } = dealsOf(prm).writes;
    await fault({ method: 'GET', ...away });
    const thrown = await faultOf(createDeal.send(registration, 'k', call));
    expect(thrown).toMatchObject({ kind: 'unavailable', certainlyNotLanded: false });
    expect(thrown.message).toMatch(/deal deal_\S+ was written, but could not be read back/);
    const created = JSON.parse(await state()).deals.at(-1);
    expect(await createDeal.lookup(registration, 'k', call)).toMatchObject({ id: created.Id, created: true });
  });

  test('an amount comes back to the cent', async () => {
    const { prm } = await vendor();
    const cents = fc.integer({ min: 0, max: 10_000_000_000_000 });
    await fc.assert(
      fc.asyncProperty(cents, async (each) => {
        const amount = `${Math.floor(each / 100)}.${String(each % 100).padStart(2, '0')}`;
        const fields = { ...registration.fields, stated_value: { amount, currency: 'EUR' } };
        const { id } = await dealsOf(prm).writes.createDeal.send({ ...registration, fields }, amount, call);
        expect((await dealsOf(prm).read(id, call))?.fields.stated_value).toEqual({ amount, currency: 'EUR' });
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    ['1000', 'JPY'],
    ['1.005', 'EUR'],
    ['90071992547409931.01', 'EUR'],
  ])('%s %s has no number of cents and is refused before anything is sent', async (amount, currency) => {
    const { prm, requests } = await vendor();
    const fields = { ...registration.fields, stated_value: { amount, currency } };
    const fault = await faultOf(dealsOf(prm).writes.createDeal.send({ ...registration, fields }, 'k', call));
    expect(fault).toMatchObject({ kind: 'rejected', certainlyNotLanded: true });
    expect(requests).toHaveLength(0);
  });

  test('pairs that may not archive leave the deal as withdrawn and say so, also twice', async () => {
    const keys = [{ publicKey: 'pk_sandbox', privateKey: 'sk_sandbox', may: ['read', 'write'] }];
    const { prm } = await vendor({ keys });
    const effect = await ledgered(dealsOf(prm).writes.createDeal, registration, 'k');
    for (const _ of [1, 2]) {
      const { corrected } = await dealsOf(prm).writes.createDeal.undo(effect, call);
      expect(corrected).toContain(`deal ${effect.landed.id} could not be archived and was set to withdrawn`);
      expect(await dealsOf(prm).read(effect.landed.id, call)).toMatchObject({ status: 'Withdrawn' });
    }
  });

  test('what was archived is no registration any more, though PartnerStack still hands it out', async () => {
    const { prm, ask } = await vendor();
    const effect = await ledgered(dealsOf(prm).writes.createDeal, registration, 'k');
    await dealsOf(prm).writes.createDeal.undo(effect, call);
    expect((await ask('GET', `deals/${effect.landed.id}`)).data).toMatchObject({ archived: true });
    expect(await dealsOf(prm).read(effect.landed.id, call)).toBeNull();
    expect(await dealsOf(prm).writes.createDeal.lookup(registration, 'k', call)).toBe('absent');
  });
});

describe('updating', () => {
  test('a field that the mapping file leaves out is neither written nor missed', async () => {
    const own = await ownMapping(open, 'partnerstack', (shipped) =>
      shipped.replace('meta.ai_validation_score', 'null').replace('meta.routing_recommendation', 'null'),
    );
    const { prm, ask, state } = await vendor({ drops: ['meta'] }, own);
    const start = await state();
    const { updateDeal } = dealsOf(prm).writes;
    const effect = await ledgered(updateDeal, approval, 'k');
    expect((await ask('GET', 'deals/101')).data).toMatchObject({ stage: 'approved' });
    expect(await updateDeal.lookup(approval, 'k', call)).toEqual(effect.landed);
    expect(await updateDeal.undo(effect, call)).toEqual({});
    expect(await state()).toBe(start);
  });

  test('what others keep in the same containers survives our write and its undo', async () => {
    const { prm, ask, state } = await vendor();
    await ask('PATCH', 'deals/101', { meta: { crm_id: '006-1' } });
    const start = await state();
    const effect = await ledgered(dealsOf(prm).writes.updateDeal, approval, 'k');
    const { data } = await ask('GET', 'deals/101');
    expect(data).toMatchObject({ stage: 'approved', meta: { crm_id: '006-1', ai_validation_score: 88 } });
    await dealsOf(prm).writes.updateDeal.undo(effect, call);
    expect(await state()).toBe(start);
  });

  test('the simulator replaces a container, so the test above can fail', async () => {
    const { ask } = await vendor();
    await ask('PATCH', 'deals/101', { meta: { a: '1' } });
    await ask('PATCH', 'deals/101', { meta: { b: '2' } });
    expect((await ask('GET', 'deals/101')).data.meta).toEqual({ b: '2' });
  });

  test('what somebody changed after our write survives the undo, and is said', async () => {
    const { prm, ask } = await vendor();
    const effect = await ledgered(dealsOf(prm).writes.updateDeal, approval, 'k');
    await ask('PATCH', 'deals/101', { stage: 'closed_won' });
    expect(await dealsOf(prm).writes.updateDeal.undo(effect, call)).toEqual({
      corrected: 'partnerstack: status changed after our write and was left as it is',
    });
    expect(await dealsOf(prm).read('101', call)).toMatchObject({ status: 'Converted' });
  });

  test('a deal that is gone needs no undo and cannot be written', async () => {
    const { prm, ask } = await vendor();
    const effect = await ledgered(dealsOf(prm).writes.updateDeal, approval, 'k');
    await ask('DELETE', 'deals/101');
    expect(await dealsOf(prm).writes.updateDeal.undo(effect, call)).toEqual({});
    expect(await dealsOf(prm).writes.updateDeal.before(approval, 'k', call)).toBeNull();
    const missing = dealsOf(prm).writes.updateDeal.send({ ...approval, id: 'nobody' }, 'k', call);
    expect(await faultOf(missing)).toMatchObject({ kind: 'not_found', certainlyNotLanded: true });
  });

  test('a stage that the group does not have is rejected and names the fix', async () => {
    const { prm } = await vendor();
    const fault = await faultOf(
      dealsOf(prm).writes.updateDeal.send({ id: '101', status: 'Parked' }, 'k', call),
    );
    expect(fault).toMatchObject({ kind: 'rejected', status: 400, certainlyNotLanded: true });
    expect(fault.message).toContain("the stages of the partner's group");
  });
});

describe('reading', () => {
  test.each(['partner@nordlicht.example', 'form-templates'])(
    '%s is no id, though PartnerStack answers to it',
    async (id) => {
      const { prm, ask } = await vendor();
      expect((await ask('GET', `${id.includes('@') ? 'partnerships' : 'deals'}/${id}`)).data).toBeDefined();
      expect(await prm.partners.read(id, call)).toBeNull();
      expect(await dealsOf(prm).read(id, call)).toBeNull();
    },
  );

  test('an external key is no id', async () => {
    const { prm, ask } = await vendor();
    await ask('PATCH', 'deals/101', { external_key: 'SFDC-1' });
    expect((await ask('GET', 'deals/SFDC-1')).data.key).toBe('101');
    expect(await dealsOf(prm).read('SFDC-1', call)).toBeNull();
  });

  test('an amount without cents is not guessed at', async () => {
    const { prm, ask } = await vendor();
    await ask('PATCH', 'deals/101', { amount: 5_000, field_data: { currency: 'JPY' } });
    expect((await dealsOf(prm).read('101', call))?.fields).toMatchObject({
      stated_value: null,
      customer_name: 'Rheinwerk Logistik AG',
    });
  });

  test('an answer of a form that is no number names the field', async () => {
    const { prm, fault } = await vendor();
    const data = { key: 'part_9', partner_key: '9', m_data: { win_rate: 'high' } };
    await fault({ status: 200, body: { data, message: 'OK', status: 200 } });
    expect((await faultOf(prm.partners.read('9', call))).message).toContain(
      'field m_data.win_rate has another type',
    );
  });

  test('certifications, MDF and hierarchy come from fields of one’s own, when mapped', async () => {
    const own = [
      'certifications: m_data.certificates',
      'mdfBalance: m_data.mdf',
      'mdfCurrency: m_data.mdf_currency',
      'parentPartner: m_data.distributor',
    ];
    const { mapping } = await ownMapping(open, 'partnerstack', (shipped) =>
      shipped.replace('manager:', `${own.join('\n    ')}\n    manager:`),
    );
    const { prm, fault } = await vendor({}, { mapping });
    const m_data = { certificates: 'Backup; ', mdf: '1200.5', mdf_currency: 'EUR', distributor: '7002' };
    const data = { key: 'part_9', partner_key: '9', m_data };
    await fault({ status: 200, body: { data, message: 'OK', status: 200 } });
    expect(await prm.partners.read('9', call)).toMatchObject({
      certifications: ['Backup'],
      mdfBalance: { amount: '1200.50', currency: 'EUR' },
      parentPartner: '7002',
      region: '',
      winRate: null,
    });
    const wrong = await ownMapping(open, 'partnerstack', (shipped) =>
      shipped.replace('partner_notes: field_data.notes', 'partner_notes: partner_key'),
    );
    expect(() => createPrm('partnerstack', { publicKey: 'p', privateKey: 's', ...wrong })).toThrow(
      /own\.yaml.*deal\.fields\.partner_notes/,
    );
  });
});

describe('registrations that changed', () => {
  const at = (ms: number) => new Date(Date.parse('2026-01-01T00:00:00Z') + ms).toISOString();

  test('more than one answer holds come in order, none twice and none left out', async () => {
    // 5,300 deals, 500 of them changed at one instant and the first answer ends among these, created in another order than they changed.
    const prmDeals = Array.from({ length: 5_300 }, (_, n) => ({
      ...(DEALS[0] as (typeof DEALS)[0]),
      id: `d${n}`,
      createdAt: at(((n * 7_919) % 5_300) * 1_000),
      modifiedAt: at(n >= 4_700 && n < 5_200 ? 4_700 : n),
    }));
    const { prm, simulator } = await vendor({ seed: { partners: PARTNERS, prmDeals } });
    const seen: string[] = [];
    const instants: string[] = [];
    let since: ChangeMark | null = null;
    let answers = 0;
    do {
      const { deals, next } = await dealsOf(prm).changedSince(since, call);
      seen.push(...deals.map((each) => each.id));
      instants.push(...deals.map((each) => String(each.modifiedAt)));
      since = next;
      answers += 1;
    } while (since);
    expect(answers).toBe(2);
    expect(instants).toEqual(instants.toSorted());
    expect(seen.toSorted()).toEqual(prmDeals.map((each) => each.id).toSorted());
    // Every page twice, less what the mark spares.
    expect(simulator.requests.length).toBeLessThan(2 * 22);
  }, 60_000);

  test('one that names no key stops no other, and is told', async () => {
    const { prm, fault } = await vendor();
    const items = [null, { key: 'd-1', updated_at: 1_700_000_000_000 }, { amount: 5 }, { key: '' }];
    await fault({ status: 200, body: { status: 200, message: 'OK', data: { items, has_more: false } } });
    const { deals, odd } = await dealsOf(prm).changedSince(null, call);
    expect(deals.map(({ id }) => id)).toEqual(['d-1']);
    expect(odd).toHaveLength(3);
    expect(odd?.[0]).toEqual({ id: '', message: 'a record of the list has no id; look for it there' });
  });

  test('one that cannot be read stops no other, and is named with the field that is odd', async () => {
    const { prm, fault } = await vendor();
    const deal = (key: string, more: object) => ({
      ...{
        key,
        account_name: 'Acme',
        partner_key: '7001',
        stage: 'submitted',
        updated_at: 1_784_217_960_934,
      },
      ...more,
    });
    const items = [
      deal('a', { amount: 250_000 }),
      deal('b', { amount: 1234.5 }),
      deal('c', { amount: '25000' }),
      deal('d', { account_name: {} }),
      deal('e', { account_name: { key: 'acct_1', name: 'Named Co' }, close_date: 1_801_353_600_000 }),
      deal('f', { updated_at: 1e300 }),
      deal('g', { amount: '12.50' }),
    ];
    await fault({ status: 200, body: { status: 200, data: { items, has_more: false } } });
    const { deals, odd = [] } = await dealsOf(prm).changedSince(null, call);
    expect(deals.map(({ id, fields }) => [id, fields.customer_name, fields.stated_value?.amount])).toEqual([
      ['a', 'Acme', '2500.00'],
      ['c', 'Acme', '250.00'],
      ['d', null, undefined],
      ['e', 'Named Co', undefined],
    ]);
    expect(deals.at(-1)?.fields.expected_close_date).toBe('2027-01-31');
    expect(odd.map(({ id, message }) => [id, message.split(' has ')[0]])).toEqual([
      ['b', 'partnerstack: deal b: field amount'],
      ['f', 'partnerstack: deal f: field updated_at'],
      ['g', 'partnerstack: deal g: field amount'],
    ]);
  });

  test('what is too fresh for the lists is left for later', async () => {
    const { prm, ask } = await vendor({}, { searchLagMs: 60_000 });
    const before = await dealsOf(prm).changedSince(null, call);
    expect(before.deals.map((each) => each.id)).toEqual(['101']);
    await ask('PATCH', 'deals/101', { stage: 'approved' });
    expect(await dealsOf(prm).changedSince(null, call)).toEqual({ deals: [], odd: [], next: null });
  });

  test('a list that does not move on is a fault and no endless loop', async () => {
    const { prm, fault } = await vendor();
    const { data } = (await (await vendor()).ask('GET', 'deals')) as { data: object };
    const body = { data: { ...data, has_more: true }, message: 'OK', status: 200 };
    await fault({ status: 200, body, times: 5 });
    expect(await faultOf(dealsOf(prm).changedSince(null, call))).toMatchObject({
      kind: 'rejected',
      code: 'SAME_PAGE',
    });
  });
});

describe('odd answers', () => {
  test('a page that says 404 is no word of PartnerStack’s that a deal is gone', async () => {
    const { prm, fault } = await vendor();
    const { createDeal, updateDeal } = dealsOf(prm).writes;
    const created = await ledgered(createDeal, registration, 'k');
    const changed = await ledgered(updateDeal, approval, 'u');
    for (const work of [
      () => dealsOf(prm).read('101', call),
      () => createDeal.lookup(registration, 'k', call),
      () => createDeal.undo(created, call),
      () => updateDeal.undo(changed, call),
    ]) {
      await fault({ status: 404, body: '<html>not found</html>' });
      expect(await faultOf(work())).toMatchObject({ kind: 'not_found', status: 404 });
    }
  });

  test('a refusal says which deal and which of our fields it is about, and nothing else of its text', async () => {
    const { prm, fault } = await vendor();
    await fault({
      method: 'PATCH',
      status: 400,
      body: { status: 400, message: 'Invalid value for stage of Jo Doe' },
    });
    const { message } = await faultOf(dealsOf(prm).writes.updateDeal.send(approval, 'k', call));
    expect(message).toContain('HTTP 400 (stage) at deals 101; compare policy/mappings/partnerstack.yaml');
    expect(message).not.toContain('Doe');
  });

  test.each([
    [{ message: 'no', status: 400 }, 'rejected', 400, undefined],
    [{ message: 'no', status: '4xx' }, 'rejected', 400, undefined],
    [{ message: 'no', status: 403 }, 'auth', 403, undefined],
    [{ message: 'slow down', status: 429 }, 'rate_limited', 429, 60_000],
    [{ message: 'oops', status: 500 }, 'unavailable', 500, undefined],
  ])('HTTP 200 around %j is %s', async (body, kind, status, retryAfterMs) => {
    const { prm, fault } = await vendor();
    await fault({ status: 200, body });
    const thrown = await faultOf(dealsOf(prm).writes.createDeal.send(registration, 'k', call));
    expect(thrown).toMatchObject({ kind, status, certainlyNotLanded: kind !== 'unavailable' });
    expect(thrown.retryAfterMs).toBe(retryAfterMs);
  });

  test('406 is a rejection', async () => {
    const { prm, fault } = await vendor();
    await fault({ status: 406, body: { message: 'Not acceptable', status: 406 } });
    expect(await faultOf(prm.partners.read('7001', call))).toMatchObject({ kind: 'rejected', status: 406 });
  });

  test('the limit of a minute names no wait: a minute is waited', async () => {
    const { prm } = await vendor({ requestsPerMinute: 2 });
    const reads = async () => {
      for (let n = 0; n < 3; n += 1) await prm.partners.read('7001', call);
    };
    expect(await faultOf(reads())).toMatchObject({ kind: 'rate_limited', status: 429, retryAfterMs: 60_000 });
  });
});

describe('credentials', () => {
  test('a wrong pair is a matter of credentials and names the fix', async () => {
    const { prm } = await vendor({}, { privateKey: 'wrong' });
    const fault = await faultOf(prm.partners.read('7001', call));
    expect(fault).toMatchObject({ kind: 'auth', status: 401, certainlyNotLanded: true });
    expect(fault.message).toContain('production or of test');
  });

  test('a pair that may only read reads and may not write', async () => {
    const keys = [{ publicKey: 'pk_sandbox', privateKey: 'sk_sandbox', may: ['read'] }];
    const { prm, state } = await vendor({ keys });
    const start = await state();
    expect(await prm.partners.read('7001', call)).not.toBeNull();
    for (const send of [
      dealsOf(prm).writes.createDeal.send(registration, 'k', call),
      dealsOf(prm).writes.updateDeal.send(approval, 'k', call),
    ])
      expect(await faultOf(send)).toMatchObject({ kind: 'auth', status: 403, certainlyNotLanded: true });
    expect(await state()).toBe(start);
  });

  test('a wrong configuration names the setting and never its value', () => {
    const config = () =>
      createPrm('partnerstack', { baseUrl: 'ftp://x', publicKey: '', privatekey: 'geheim' });
    expect(config).toThrow(/baseUrl.*publicKey.*privateKey/s);
    expect(config).not.toThrow(/geheim|ftp/);
  });
});

describe('what a webhook speaks of', () => {
  const prm = createPrm('partnerstack', { publicKey: 'p', privateKey: 's' });

  test.each([
    { event: 'deal.created', key: 'deal_1' },
    { event: 'deal_created', id: 7, key: 'deal_1', partner_key: 'x' },
    { type: 'deal.updated', data: { key: 'deal_1', stage: 'approved' } },
    { type: 'deal.created', data: { object: { key: 'deal_1' } } },
    { event: 'deal_created', target_key: 'deal_1' },
    { event: 'deal.updated', data: { target_key: 'deal_1' } },
    { key: 'deal_1' },
  ])('%j is about deal_1', (event) => {
    expect(dealsOf(prm).reported(event)).toBe('deal_1');
  });

  test('may be asked for instead: what was found is told as a webhook would have told it', () => {
    const { asReported, reported } = dealsOf(prm);
    expect(reported(asReported?.('deal_1'))).toBe('deal_1');
  });

  test('other events are about no registration', () => {
    expect(dealsOf(prm).reported({ event: 'partnership.created', key: 'part_1' })).toBeNull();
    expect(dealsOf(prm).reported({ type: 'deals_report', data: { key: 'x' } })).toBeNull();
  });

  test.each([
    { event: 'deal.created', id: 7 },
    { data: { key: 5 } },
    { data: { object: {} } },
    [],
    null,
    'deal_1',
  ])('%j names no record', (event) => {
    expect(() => dealsOf(prm).reported(event)).toThrow('the call names no record; send its id as key');
  });
});
