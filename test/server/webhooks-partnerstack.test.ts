import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { admit } from '../../adapters/intake/admit.ts';
import { createPrm } from '../../adapters/prm/index.ts';
import { serverConfiguration } from '../../contracts/server-configuration.ts';
import { createPartnerstack } from '../../sandbox/partnerstack/index.ts';
import { dealsOf, PARTNERS } from '../adapters/prm/records.ts';
import { type Answer, describeRig, PRM_DEAL, post } from './rig.ts';

const SECRETS = [0, 1].map(() => randomBytes(24).toString('hex')) as [string, string];
const simulator = createPartnerstack();

let url: string;
let prmUrl: string;
const rig = describeRig(async () => {
  prmUrl = await simulator.listen();
  const keys = { publicKey: 'pk_sandbox', privateKey: 'sk_sandbox', requestsPerSecond: 1_000 };
  return {
    events: { prm: 'partnerstack', crm: 'files' },
    ports: { prm: createPrm('partnerstack', { baseUrl: `${prmUrl}/api/v2`, ...keys }) },
  };
});
beforeAll(async () => {
  const sources = { partnerstack: { scheme: 'hmac_sha256', secrets: SECRETS } };
  ({ url } = await rig.another({
    configuration: serverConfiguration.parse({ QUARTERDECK_WEBHOOK_SECRETS: JSON.stringify(sources) }),
  }));
});
afterAll(() => simulator.close());

const NOTHING_STATED = {
  ...{ customer_name: null, opportunity_name: null, stated_value: null },
  ...{ expected_close_date: null, primary_contact_email: null, partner_notes: null },
};

/** A deal of its own in PartnerStack. */
let key: string;
beforeEach(() => {
  key = `deal_${randomUUID().replaceAll('-', '')}`;
  simulator.seed({ prmDeals: [{ ...PRM_DEAL, id: key }] });
});

const sign = (body: string | Uint8Array, secret: string = SECRETS[0]) =>
  createHmac('sha256', secret).update(body).digest('hex');

function send(event: unknown, headers: Record<string, string> = {}) {
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  const signature = { 'x-partnerstack-signature': sign(body) };
  return post(`${url}/webhooks/partnerstack`, body, {
    'content-type': 'application/json',
    ...signature,
    ...headers,
  });
}

/** The same, and what the deal has become once it was read. */
const read = async (event: unknown) => {
  const answer = await send(event);
  expect(answer).toMatchObject({ status: 202, body: { state: 'reading' } });
  return rig.became(answer);
};

const change = (fields: object) =>
  fetch(`${prmUrl}/api/v2/deals/${key}`, {
    method: 'PATCH',
    headers: {
      authorization: `Basic ${Buffer.from('pk_sandbox:sk_sandbox').toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(fields),
  });
const caseId = () => `deal:partnerstack:${key}`;
const revisions = async () =>
  (await rig.sql('select canonical from submissions where case_id = $1 order by revision', [caseId()])).map(
    (row) => row.canonical.submission,
  );
const kept = async () => {
  const [row] = await rig.sql(
    `select (select count(*) from cases) || '/' || (select count(*) from dead_letters) || '/'
      || (select count(*) from webhook_events) as n`,
  );
  return row?.n as string;
};

describe("PartnerStack's webhook", () => {
  test('is only a hint: the deal is read again, and came when PartnerStack says that it came', async () => {
    const became = await read({ event: 'deal.created', key, account_name: 'Forged', amount: 1 });
    expect(became).toMatchObject({ case: caseId(), revision: 1, state: 'accepted' });
    expect(await revisions()).toMatchObject([
      {
        source_partner_id: '7001',
        customer_name: 'Rheinwerk Logistik AG',
        stated_value: { amount: '48000.00', currency: 'EUR' },
        submission_timestamp: '2026-11-20T08:12:00.000Z',
        provenance: 'structured',
      },
    ]);
    expect(await rig.env.client.workflow.getHandle(caseId()).query('seen')).toEqual([1]);
  });

  test('submitted, created and updated, in either spelling, are one case and one revision', async () => {
    const answers = [];
    for (const event of ['deal.submitted', 'deal.created', 'deal_created', 'deal.updated'])
      answers.push(await read({ event, key }), await read({ type: event, data: { key } }));
    expect(new Set(answers.map((each) => JSON.stringify(each)))).toHaveProperty('size', 1);
    expect(await revisions()).toHaveLength(1);
  });

  test('twenty at once are one case', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => send({ event: 'deal.created', key })));
    expect(answers.map((each) => each.status)).toEqual(Array.from({ length: 20 }, () => 202));
    await rig.became(answers[0] as Answer);
    expect(await revisions()).toHaveLength(1);
  });

  test('about something else is acknowledged and ignored', async () => {
    const before = await kept();
    const answer = await send({ event: 'partnership.created', key: 'part_1', partner_key: 'JohnSmith' });
    expect(answer).toMatchObject({ status: 202, body: { state: 'ignored' } });
    expect(await kept()).toBe(before);
  });

  test('in the wrong order ends with what PartnerStack holds, never with what an old event said', async () => {
    const created = { event: 'deal.created', key, account_name: 'Rheinwerk Logistik AG' };
    await change({ account_name: 'Rheinwerk Holding SE' });
    await read({ event: 'deal.updated', key, account_name: 'Rheinwerk Holding SE' });
    await read(created);
    expect((await revisions()).map((each) => each.customer_name)).toEqual(['Rheinwerk Holding SE']);
  });

  test('captured and sent again later is the state of today: an old one brings nothing back', async () => {
    const captured = { event: 'deal.created', key };
    await read(captured);
    await change({ account_name: 'Rheinwerk Holding SE' });
    await read({ event: 'deal.updated', key });
    expect(await read(captured)).toMatchObject({ revision: 2 });
    expect((await revisions()).map((each) => each.customer_name)).toEqual([
      'Rheinwerk Logistik AG',
      'Rheinwerk Holding SE',
    ]);
  });

  test('of a deal that we wrote there ourselves is not taken in a second time', async () => {
    const keys = { publicKey: 'pk_sandbox', privateKey: 'sk_sandbox' };
    const { writes } = dealsOf(createPrm('partnerstack', { baseUrl: `${prmUrl}/api/v2`, ...keys }));
    const fields = { ...NOTHING_STATED, customer_name: 'Acme' };
    simulator.seed({ partners: [{ ...PARTNERS[0], id: '7001' } as (typeof PARTNERS)[0]] });
    const payload = { externalId: 'email-1', partnerId: '7001', fields };
    const { id } = await writes.createDeal.send(payload, key, { timeoutMs: 5_000, mayWait: true });
    const before = await kept();
    expect(await read({ event: 'deal.created', key: id })).toEqual({ kind: 'ignored' });
    expect(await kept()).toBe(before);
  });

  test('of a deal that PartnerStack dates into the future takes its place by arrival', async () => {
    const id = `${key}f`;
    simulator.seed({ prmDeals: [{ ...PRM_DEAL, id, createdAt: '2031-01-01T00:00:00Z' }] });
    await read({ event: 'deal.created', key: id });
    const [row] = await rig.sql('select canonical, received_at from submissions where case_id = $1', [
      `deal:partnerstack:${id}`,
    ]);
    expect(row?.canonical.submission.submission_timestamp < '2031').toBe(true);
    expect(row?.canonical.problems.map((each: { code: string }) => each.code)).toContain(
      'submission_in_future',
    );
  });

  test('while PartnerStack is away waits, and is read when it is back', async () => {
    await fetch(`${prmUrl}/__sim/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ status: 503, body: '', path: key, times: 2 }]),
    });
    expect(await read({ event: 'deal.created', key })).toMatchObject({ case: caseId(), revision: 1 });
    expect(await admit(rig.intake)).toBe(0);
  });
});

describe('a delivery that proves nothing', () => {
  const stranger = randomBytes(24).toString('hex');
  const cases: [string, (body: string) => Record<string, string>][] = [
    ['unsigned', () => ({ 'x-partnerstack-signature': '' })],
    ['signed by a stranger', (body) => ({ 'x-partnerstack-signature': sign(body, stranger) })],
    ['signed over another body', (body) => ({ 'x-partnerstack-signature': sign(`${body} `) })],
    [
      'signed in base64',
      (body) => ({ 'x-partnerstack-signature': Buffer.from(sign(body), 'hex').toString('base64') }),
    ],
    ['with half a signature', (body) => ({ 'x-partnerstack-signature': sign(body).slice(0, 32) })],
    ['with the secret itself', () => ({ 'x-partnerstack-signature': SECRETS[0] })],
  ];
  test.each(cases)('%s is refused and not kept', async (_name, headers) => {
    const body = JSON.stringify({ event: 'deal.created', key });
    const before = await kept();
    const reads = simulator.requests.length;
    expect(await send(body, headers(body))).toMatchObject({ status: 401, body: { code: 'unproved' } });
    expect(await kept()).toBe(before);
    expect(simulator.requests).toHaveLength(reads);
  });

  test('the second secret, and sha256= before the signature, hold', async () => {
    const body = JSON.stringify({ event: 'deal.created', key });
    for (const signature of [sign(body, SECRETS[1]), `sha256=${sign(body)}`, sign(body).toUpperCase()])
      expect(await send(body, { 'x-partnerstack-signature': signature })).toMatchObject({ status: 202 });
  });
});

describe('a proved delivery that cannot be read', () => {
  test.each([
    ['{"event": ', 400, 'malformed_json'],
    ['{"event":"deal.created","id":7}', 422, 'missing_id'],
  ])('%s is one dead letter, however often it comes', async (body, status, code) => {
    const letters = async () =>
      Number((await rig.sql(`select count(*) as n from dead_letters where source = 'partnerstack'`))[0]?.n);
    const before = await letters();
    for (const _ of [1, 2, 3]) expect(await send(body)).toMatchObject({ status, body: { code } });
    expect(await letters()).toBe(before + 1);
  });

  test.each(['deal_nobody', '../partnerships/7001'])(
    'about %s, which PartnerStack does not have, is one dead letter',
    async (unknown) => {
      const found = [];
      for (const _ of [1, 2, 3]) found.push(await read({ event: 'deal.created', key: unknown }));
      expect(found[0]).toMatchObject({ kind: 'refused', problem: { status: 422, code: 'record_unknown' } });
      expect(new Set(found.map((one) => JSON.stringify(one)))).toHaveProperty('size', 1);
    },
  );

  test('larger than 256 kB is 413, also packed', async () => {
    const large = JSON.stringify({ event: 'deal.created', key, notes: 'x'.repeat(300_000) });
    expect(await send(large)).toMatchObject({ status: 413, body: { code: 'too_large' } });
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const headers = { 'x-partnerstack-signature': sign(bomb), 'content-encoding': 'gzip' };
    expect(await post(`${url}/webhooks/partnerstack`, bomb, headers)).toMatchObject({ status: 413 });
  });
});
