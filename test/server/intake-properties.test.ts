import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { API_KEY, deal, describeRig, post, SHARED, signed } from './rig.ts';

const rig = describeRig();

/** On a busy machine fewer runs, never a failure for want of time. */
const RUNS = { numRuns: 100, interruptAfterTimeLimit: 25_000 };

async function kept(): Promise<{ cases: number; letters: number; submissions: number }> {
  const [row] = await rig.sql(`select (select count(*) from cases)::integer as cases,
    (select count(*) from dead_letters)::integer as letters, (select count(*) from submissions)::integer as submissions`);
  return row as { cases: number; letters: number; submissions: number };
}

const field = fc.constantFrom(
  ...Object.keys(deal()),
  'version',
  'currency',
  'program',
  'territories',
  'non_standard_discount',
  '__proto__',
);
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    '-1',
    '1e999',
    'NaN',
    '2020-01-01',
    '9999-99-99',
    'XQZ',
    'x'.repeat(30_000),
  ),
);
/** A complete registration with some of its fields replaced by anything at all. */
const bent = fc
  .dictionary(field, odd, { maxKeys: 4 })
  .map((change) => Buffer.from(JSON.stringify(deal(change))));
const body = fc.oneof(
  bent,
  bent.map((text) => Buffer.from(`{"type":"deal.submitted","data":${text}}`)),
  fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))),
  fc.string().map((text) => Buffer.from(text)),
  bent.chain((text) => fc.nat(text.length).map((end) => text.subarray(0, end))),
);

test('every well-signed body is a case, a dead letter or ignored; never a 5xx, never two of them', async () => {
  const outcomes = new Set<number>();
  await fc.assert(
    fc.asyncProperty(body, fc.boolean(), async (bytes, packed) => {
      const before = await kept();
      const headers = { ...signed(bytes), ...(packed ? { 'content-encoding': 'gzip' } : {}) };
      const answer = await post(`${rig.url}/webhooks/portal`, packed ? gzipSync(bytes) : bytes, headers);
      const after = await kept();
      outcomes.add(answer.status);
      const news = {
        submissions: after.submissions - before.submissions,
        letters: after.letters - before.letters,
      };
      if (answer.status === 202 && answer.body.state === 'ignored')
        expect(news).toEqual({ submissions: 0, letters: 0 });
      else if (Array.isArray(answer.body.items))
        // A list: each of its items is kept.
        expect(news.submissions + news.letters).toBe(answer.body.items.length);
      else if (answer.status === 202) {
        expect(news).toEqual({ submissions: 1, letters: 0 });
        const rows = await rig.sql('select case_id from cases where case_id = $1', [answer.body.case]);
        expect(rows).toHaveLength(1);
        expect(await rig.env.client.workflow.getHandle(String(answer.body.case)).query('seen')).toContain(
          answer.body.revision,
        );
      } else {
        expect([400, 422]).toContain(answer.status);
        expect(news).toEqual({ submissions: 0, letters: 1 });
        expect(answer.body).toMatchObject({
          code: expect.stringMatching(/./),
          fix: expect.stringMatching(/./),
        });
      }
    }),
    {
      ...RUNS,
      examples: [
        [Buffer.from(JSON.stringify(deal())), false],
        [Buffer.from('{'), true],
        [Buffer.from('[]'), false],
        [Buffer.from('[null,false,null]'), false],
      ],
    },
  );
  // Both sides were reached.
  expect([...outcomes]).toEqual(expect.arrayContaining([202, 400, 422]));
});

test('no bytes and headers whatever make the server fail, and unproved ones leave nothing', async () => {
  const value = fc.oneof(
    fc.stringMatching(/^[ -~]{0,60}$/),
    fc.constantFrom(
      'v1,',
      'v1',
      ',',
      'gzip',
      'deflate',
      'br',
      '9'.repeat(40),
      '-1',
      String(Math.floor(Date.now() / 1000)),
    ),
  );
  const name = fc.constantFrom(
    'webhook-id',
    'webhook-timestamp',
    'webhook-signature',
    'content-encoding',
    'content-type',
    'authorization',
    'x-quarterdeck-secret',
  );
  const path = fc.constantFrom(
    '/webhooks/portal',
    '/webhooks/impartner',
    '/webhooks/%00',
    '/webhooks/a%2Fb',
    '/api/deals',
    '/api/cases',
  );
  const before = await kept();
  await fc.assert(
    fc.asyncProperty(
      path,
      fc.dictionary(name, value),
      fc.uint8Array({ maxLength: 400 }),
      async (at, headers, bytes) => {
        const answer = await post(`${rig.url}${at}`, bytes, headers);
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
        expect(answer.type).toMatch(/^application\/problem\+json/);
      },
    ),
    RUNS,
  );
  expect(await kept()).toEqual(before);
});

test('hints of any shape are kept or answered, never a 5xx', async () => {
  const sent = new Set<string>();
  const id = fc.oneof(
    fc.constantFrom<unknown>(101, '101', 0, -1, 1.5, '', null, [], {}, '../1', "1' or '1'='1", '\u0000'),
    fc.jsonValue(),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        id.map((each) => ({ id: each })),
        fc.jsonValue(),
      ),
      async (hint) => {
        const before = await kept();
        const body = JSON.stringify(hint);
        const answer = await post(`${rig.url}/webhooks/impartner`, body, {
          'x-quarterdeck-secret': SHARED,
        });
        // A record that the PRM does not have becomes a letter, too, once it has been asked.
        if (answer.body.state === 'reading') await rig.became(answer);
        const letters = answer.status === 202 ? 0 : (await kept()).letters - before.letters;
        expect([202, 400, 422]).toContain(answer.status);
        // The same bytes refused again are the letter that is there.
        const refused = answer.status !== 202 && !sent.has(body);
        expect(letters).toBe(refused ? 1 : 0);
        sent.add(body);
      },
    ),
    RUNS,
  );
});

test('submissions of one record in any order and number, at once, end as one case with the newest version', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 8 }),
      async (versions) => {
        const id = randomUUID();
        const send = (version: number) =>
          post(
            `${rig.url}/api/deals`,
            JSON.stringify(deal({ deal_id: id, version: String(version), customer_name: `V${version}` })),
            {
              authorization: `Bearer ${API_KEY}`,
              'content-type': 'application/json',
            },
          );
        const answers = await Promise.all(versions.map(send));
        expect(answers.map((each) => each.status)).toEqual(versions.map(() => 202));
        const cases = await rig.sql('select case_id, revision from cases where external_id = $1', [id]);
        expect(cases).toHaveLength(1);
        const rows = await rig.sql(
          'select revision, canonical from submissions where case_id = $1 order by revision',
          [cases[0]?.case_id],
        );
        expect(rows.map((row) => row.revision)).toEqual(rows.map((_, index) => index + 1));
        expect(cases[0]?.revision).toBe(rows.length);
        const stored = rows.map((row) => Number(row.canonical.version));
        expect(stored).toEqual([...new Set(stored)].sort((a, b) => a - b));
        expect(stored.at(-1)).toBe(Math.max(...versions));
      },
    ),
    { ...RUNS, numRuns: 25 },
  );
});
