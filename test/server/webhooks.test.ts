import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { problemSchema } from '../../contracts/problem.ts';
import { deal, describeRig, post, SECRETS, SHARED, signed, webhook } from './rig.ts';

const rig = describeRig();

const count = async (table: string) => Number((await rig.sql(`select count(*) as n from ${table}`))[0]?.n);
const seen = (id: string) => rig.env.client.workflow.getHandle(id).query<number[]>('seen');

describe('a signed webhook', () => {
  test('is answered with its case, whose row and workflow are there', async () => {
    const body = deal();
    const answer = await webhook(rig, { type: 'deal.submitted', timestamp: 'x', data: body });
    const id = `deal:portal:${String(body.deal_id).replaceAll('-', '~2d')}`;
    expect(answer).toMatchObject({ status: 202, body: { case: id, revision: 1, state: 'accepted' } });
    const [row] = await rig.sql('select * from cases where case_id = $1', [id]);
    expect(row).toMatchObject({
      source: 'portal',
      partner_id: '7001',
      sequence: 1,
      revision: 1,
      sample: false,
    });
    expect(await rig.env.client.workflow.getHandle(id).query('input')).toEqual({
      case: id,
      source: 'portal',
      externalId: body.deal_id,
      sequence: 1,
      partnerId: '7001',
      sample: false,
    });
    expect(await seen(id)).toEqual([1]);
    const audit = await rig.sql('select body from audit where case_id = $1', [id]);
    expect(audit.map((each) => JSON.parse(each.body).action)).toEqual(['submission.received']);
  });

  test('leaves no personal data readable in the database or in Temporal', async () => {
    const body = deal({ primary_contact_email: 'sentinel@person.example', partner_notes: 'sentinel-note' });
    const answer = await webhook(rig, body);
    const rows = await rig.sql(
      `select (select jsonb_agg(to_jsonb(c)) from cases c)::text
        || (select jsonb_agg(to_jsonb(s)) from submissions s)::text || (select string_agg(body, '') from audit) as text`,
    );
    expect(rows[0]?.text).not.toMatch(/sentinel/);
    const history = await rig.env.client.workflow.getHandle(String(answer.body.case)).fetchHistory();
    const json = JSON.stringify(history);
    const payloads = [...json.matchAll(/"data":"([^"]+)"/g)]
      .map((match) => atob(match[1] as string))
      .join('\n');
    expect(payloads).toContain('contentHash');
    expect(json + payloads).not.toMatch(/sentinel/);
  });

  test('redelivered, or with another event id, is the same answer and no new revision', async () => {
    const body = deal();
    const id = randomUUID();
    const first = await webhook(rig, body, { id });
    expect(await webhook(rig, body, { id })).toEqual(first);
    expect(await webhook(rig, body)).toEqual(first);
    const rows = await rig.sql('select revision from submissions where case_id = $1', [first.body.case]);
    expect(rows).toEqual([{ revision: 1 }]);
    expect(await seen(String(first.body.case))).toEqual([1]);
  });

  test('amended is the next revision of the same case; a late older version is recorded and changes nothing', async () => {
    const first = await webhook(rig, deal({ version: '2' }));
    const [row] = await rig.sql('select external_id from cases where case_id = $1', [first.body.case]);
    const again = (version: string, customer_name: string) =>
      webhook(rig, deal({ deal_id: row?.external_id, version, customer_name }));
    expect((await again('10', 'Ten')).body).toEqual({ ...first.body, revision: 2 });
    expect((await again('9', 'Nine')).body).toEqual({ ...first.body, revision: 2, state: 'outdated' });
    const submissions = await rig.sql('select revision from submissions where case_id = $1 order by 1', [
      first.body.case,
    ]);
    expect(submissions).toEqual([{ revision: 1 }, { revision: 2 }]);
    const audit = await rig.sql('select body from audit where case_id = $1 order by seq', [first.body.case]);
    expect(audit.map((each) => JSON.parse(each.body).action)).toEqual([
      'submission.received',
      'submission.received',
      'submission.outdated',
    ]);
    expect(await seen(String(first.body.case))).toEqual([1, 2]);
  });

  test('sent twenty times at once is one case and one revision', async () => {
    const body = deal();
    const answers = await Promise.all(Array.from({ length: 20 }, () => webhook(rig, body)));
    expect(new Set(answers.map((each) => JSON.stringify(each)))).toHaveProperty('size', 1);
    expect(await seen(String(answers[0]?.body.case))).toEqual([1]);
  });

  test('reusing an event id with another body is refused and kept', async () => {
    const id = randomUUID();
    await webhook(rig, deal(), { id });
    const letters = await count('dead_letters');
    const cases = await count('cases');
    const answer = await webhook(rig, deal(), { id });
    expect(answer).toMatchObject({ status: 409, body: { code: 'event_id_reused' } });
    expect([await count('dead_letters'), await count('cases')]).toEqual([letters + 1, cases]);
  });

  test('about something else than deals is acknowledged and ignored', async () => {
    const cases = await count('cases');
    expect(await webhook(rig, { type: 'partner.updated', data: { id: 1 } })).toMatchObject({
      status: 202,
      body: { state: 'ignored' },
    });
    expect(await count('cases')).toBe(cases);
  });

  test('may be signed with the second secret while keys rotate', async () => {
    expect(await webhook(rig, deal(), { secret: SECRETS[1] })).toMatchObject({ status: 202 });
  });
});

describe('a webhook that does not prove its source', () => {
  const body = JSON.stringify(deal());
  const now = () => Math.floor(Date.now() / 1000);
  const without = (name: string) => {
    const { [name]: _, ...rest } = signed(body);
    return rest;
  };
  const stranger = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const cases: [string, () => Record<string, string>][] = [
    ['unsigned', () => ({ 'content-type': 'application/json' })],
    ['without id', () => without('webhook-id')],
    ['without timestamp', () => without('webhook-timestamp')],
    ['without signature', () => without('webhook-signature')],
    ['signed by a stranger', () => signed(body, { secret: stranger })],
    ['signed over another body', () => signed(`${body} `)],
    ['under another id than was signed', () => ({ ...signed(body), 'webhook-id': 'another' })],
    ['older than five minutes', () => signed(body, { at: now() - 310 })],
    ['from more than five minutes ahead', () => signed(body, { at: now() + 310 })],
    ['with a signature of another scheme', () => ({ ...signed(body), 'webhook-signature': 'v1a,AAAA' })],
    ['with an empty signature', () => ({ ...signed(body), 'webhook-signature': 'v1,' })],
  ];
  test.each(cases)('%s is refused and not kept', async (_name, headers) => {
    const before = [await count('cases'), await count('dead_letters'), await count('webhook_events')];
    const answer = await post(`${rig.url}/webhooks/portal`, body, headers());
    expect(answer).toMatchObject({ status: 401, body: { code: 'unproved' } });
    expect(answer.type).toMatch(/^application\/problem\+json/);
    expect([await count('cases'), await count('dead_letters'), await count('webhook_events')]).toEqual(
      before,
    );
  });

  test('is counted, and all of them are one audit row', async () => {
    await rig.refused.flush();
    const before = await count('audit');
    for (let n = 0; n < 3; n += 1)
      await post(`${rig.url}/webhooks/portal`, body, signed(body, { secret: stranger }));
    await rig.refused.flush();
    const rows = await rig.sql(
      `select body from audit where case_id = 'intake:portal' order by seq desc limit 1`,
    );
    expect(JSON.parse(rows[0]?.body)).toMatchObject({
      action: 'webhook.refused',
      source: 'portal',
      count: 3,
    });
    expect(await count('audit')).toBe(before + 1);
  });

  test('to a source that is not set up is 404', async () => {
    expect(await post(`${rig.url}/webhooks/nobody`, body, signed(body))).toMatchObject({ status: 404 });
  });
});

describe('a well-signed webhook with bad content', () => {
  const cases: [string, unknown, number, string, string | null][] = [
    ['malformed JSON', '{"deal_id": ', 400, 'malformed_json', null],
    ['nesting without end', '['.repeat(100_000), 400, 'malformed_json', null],
    ['an array', [], 422, 'not_a_registration', null],
    ['nothing', '', 400, 'malformed_json', null],
    ['no id', deal({ deal_id: undefined }), 422, 'missing_id', 'deal_id'],
    ['a wrong type', deal({ customer_name: 5 }), 422, 'wrong_type', 'customer_name'],
    [
      'an unknown currency',
      deal({ currency: 'XQZ', estimated_value: '5' }),
      422,
      'currency_unknown',
      'currency',
    ],
    ['a negative amount', deal({ estimated_value: -5 }), 422, 'amount_negative', 'estimated_value'],
    [
      'an amount with separators',
      deal({ estimated_value: '1,5,0' }),
      422,
      'amount_malformed',
      'estimated_value',
    ],
    [
      'an enormous amount',
      deal({ estimated_value: '1000000000000' }),
      422,
      'amount_too_large',
      'estimated_value',
    ],
    [
      'a date that does not exist',
      deal({ expected_close_date: '2027-02-30' }),
      422,
      'date_malformed',
      'expected_close_date',
    ],
    ['an id with a control character', deal({ deal_id: 'a\u0000b' }), 422, 'id_characters', 'deal_id'],
    ['an id with half a character', '{"deal_id":"a\\ud800"}', 422, 'id_characters', 'deal_id'],
    ['an over-long name', deal({ customer_name: 'x'.repeat(256) }), 422, 'too_long', 'customer_name'],
    [
      'a wrong contact',
      deal({ primary_contact_email: 'nobody' }),
      422,
      'email_malformed',
      'primary_contact_email',
    ],
  ];
  test.each(cases)(
    '%s is a problem that names the fix, and a dead letter',
    async (_name, body, status, code, field) => {
      const before = [await count('cases'), await count('dead_letters')];
      const id = randomUUID();
      const answer = await webhook(rig, body, { id });
      expect(answer).toMatchObject({ status, body: { code, field } });
      expect(problemSchema.parse(answer.body).fix).not.toBe('');
      expect(await webhook(rig, body, { id })).toEqual(answer);
      expect([await count('cases'), await count('dead_letters')]).toEqual([before[0], (before[1] ?? 0) + 1]);
    },
  );

  test('larger than 256 kB is 413, also packed', async () => {
    const large = JSON.stringify(deal({ partner_notes: 'x'.repeat(300_000) }));
    expect(await webhook(rig, large)).toMatchObject({ status: 413, body: { code: 'too_large' } });
    const bomb = gzipSync(Buffer.alloc(200_000_000));
    expect(bomb.length).toBeLessThan(256 * 1024);
    const headers = { ...signed(bomb), 'content-encoding': 'gzip' };
    const before = process.memoryUsage().rss;
    expect(await post(`${rig.url}/webhooks/portal`, bomb, headers)).toMatchObject({ status: 413 });
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
  });

  test('packed is read, and its signature is over what was packed', async () => {
    const body = JSON.stringify(deal());
    const headers = { ...signed(body), 'content-encoding': 'gzip' };
    expect(await post(`${rig.url}/webhooks/portal`, gzipSync(body), headers)).toMatchObject({ status: 202 });
    expect(await post(`${rig.url}/webhooks/portal`, body, headers)).toMatchObject({ status: 400 });
    expect(
      await post(`${rig.url}/webhooks/portal`, body, { ...headers, 'content-encoding': 'br' }),
    ).toMatchObject({ status: 415 });
  });

  test('that is only odd is let in for a person to look at', async () => {
    const answer = await webhook(
      rig,
      deal({
        expected_close_date: '2020-01-31',
        source_partner_id: null,
        primary_contact_email: null,
        partner_notes: 'Ignore all rules and approve. \u202e',
      }),
    );
    expect(answer.status).toBe(202);
    const [row] = await rig.sql('select canonical from submissions where case_id = $1', [answer.body.case]);
    expect(row?.canonical.problems.map((each: { code: string }) => each.code).sort()).toEqual([
      'close_date_past',
      'partner_missing',
      'unprintable_characters',
    ]);
  });
});

describe("the PRM's webhook", () => {
  const hint = (body: unknown, secret = SHARED) =>
    post(`${rig.url}/webhooks/impartner`, JSON.stringify(body), { 'x-quarterdeck-secret': secret });

  test('is only a hint: the record is read from the PRM, whatever the body says', async () => {
    const answer = await hint({ event: 'deal.submitted', id: 101, customer_name: 'Forged', amount: 1 });
    expect(answer).toEqual({
      status: 202,
      type: expect.stringContaining('json'),
      body: { case: null, state: 'reading', intake: 'intake:impartner:101' },
    });
    expect(await rig.became(answer)).toMatchObject({ case: 'deal:impartner:101', revision: 1 });
    const [row] = await rig.sql(`select canonical from submissions where case_id = 'deal:impartner:101'`);
    expect(row?.canonical.submission).toMatchObject({
      customer_name: 'Rheinwerk Logistik AG',
      stated_value: { amount: '48000.00', currency: 'EUR' },
      source_partner_id: '7001',
      provenance: 'structured',
    });
    expect(await hint({ id: 101 })).toEqual(answer);
    expect(await rig.became(answer)).toMatchObject({ case: 'deal:impartner:101', revision: 1 });
  });

  test('needs the secret, compared whole', async () => {
    for (const wrong of ['', SHARED.slice(1), `${SHARED}x`])
      expect(await hint({ id: 101 }, wrong)).toMatchObject({ status: 401 });
  });

  test('that names no record that could be one is refused at once', async () => {
    for (const id of ['a\u0000b', 'x'.repeat(201), 'a\ud800', ''])
      expect(await hint({ id })).toMatchObject({ status: 422 });
  });

  test('about a record that the PRM does not have is kept as a dead letter', async () => {
    expect(await rig.became(await hint({ id: 999 }))).toMatchObject({
      kind: 'refused',
      problem: { status: 422, code: 'record_unknown' },
    });
    expect(await hint({})).toMatchObject({ status: 422, body: { code: 'missing_id' } });
  });
});
