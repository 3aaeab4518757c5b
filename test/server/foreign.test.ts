import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { createSalesforce } from '../../sandbox/salesforce/index.ts';
import { networkOf } from '../../server/limits.ts';
import { API_KEY, deal, describeRig, post, SHARED, signed, webhook } from './rig.ts';

const rig = describeRig();
const bearer = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' };

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  text: string;
}

/** A request with any header, also those that fetch sets by itself. */
function ask(
  path: string,
  how: { method?: string; headers?: Record<string, string>; body?: string; url?: string },
) {
  const { method = 'GET', headers = {}, body, url = rig.url } = how;
  return new Promise<Answer>((resolve, reject) => {
    const asked = request(`${url}${path}`, { method, headers, agent: false }, (response) => {
      let text = '';
      response.on('data', (data) => {
        text += data;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    asked.on('error', reject).end(body);
  });
}

/** Bytes as they are; what comes back until the server closes. */
function raw(bytes: string, url = rig.url): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setTimeout(5_000, () => socket.destroy());
    socket.on('data', (data) => {
      text += data;
    });
    socket.on('error', () => {}).on('close', () => resolve(text));
  });
}

describe('a page of somebody else', () => {
  test.each([
    ['a second Host', 'GET /api/cases HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n'],
    ['a whole address of another', 'GET http://evil.example/api/cases HTTP/1.1\r\nHost: 127.0.0.1\r\n'],
    ['a whole address of ours', 'GET http://127.0.0.1/api/cases HTTP/1.1\r\nHost: 127.0.0.1\r\n'],
  ])('that comes with %s is refused, although it has a key', async (_name, head) => {
    const answer = await raw(`${head}Authorization: ${bearer.authorization}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 421 /);
  });

  test.each([
    ['a name that was made to point here', '/api/cases', { host: 'evil.example' }, 421],
    ['such a name with a port', '/api/cases', { host: 'evil.example:8321' }, 421],
    ['our name as a part of another', '/api/cases', { host: '127.0.0.1.evil.example' }, 421],
    ['a name of nothing', '/api/cases', { host: 'a b' }, 421],
    ['a user before our name', '/api/cases', { host: 'evil@127.0.0.1' }, 421],
    ['such a name for a webhook', '/webhooks/portal', { host: 'evil.example' }, 421],
    ['its own origin', '/api/cases', { origin: 'https://evil.example' }, 403],
    ['no origin of its own', '/api/cases', { origin: 'null' }, 403],
    ['the origin of another program of this machine', '/api/cases', { origin: 'http://127.0.0.1:1' }, 403],
  ])('that comes with %s is refused, with a key or without', async (_name, path, headers, status) => {
    for (const more of [{}, bearer])
      for (const method of ['GET', 'POST']) {
        const answer = await ask(path, {
          method,
          headers: { ...more, ...headers },
          body: method === 'POST' ? '{}' : '',
        });
        expect(answer).toMatchObject({
          status,
          headers: { 'content-type': expect.stringContaining('problem+json') },
        });
        expect(answer.text).not.toContain('evil');
      }
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/json',
    '',
  ])('cannot send a form of the type "%s" as a registration', async (type) => {
    const cases = await rig.sql('select count(*) from cases');
    const { 'content-type': _, ...key } = bearer;
    const headers = { ...key, ...(type ? { 'content-type': type } : {}) };
    expect(await ask('/api/deals', { method: 'POST', headers, body: JSON.stringify(deal()) })).toMatchObject({
      status: 415,
    });
    expect(await rig.sql('select count(*) from cases')).toEqual(cases);
  });

  test('is told from our own, from programs, and from what looks whether we run', async () => {
    const { host } = new URL(rig.url);
    for (const headers of [
      { host: 'localhost' },
      { host: '[::1]:99' },
      { host: '127.0.0.1:8321' },
      { origin: `http://${host}` },
    ])
      expect(await ask('/api/cases', { headers: { ...bearer, ...headers } })).toMatchObject({ status: 200 });
    for (const path of ['/healthz', '/readyz'])
      expect(await ask(path, { headers: { host: '10.1.2.3:8080' } })).toMatchObject({ status: 200 });
  });

  test('does not reach the control routes of a simulated vendor', async () => {
    const url = `http://127.0.0.1:${(rig.prm.app.server.address() as { port: number }).port}`;
    for (const headers of [{ origin: 'https://evil.example' }, { host: 'evil.example' }] as Record<
      string,
      string
    >[])
      for (const [method, path] of [
        ['POST', '/__sim/reset'],
        ['POST', '/__sim/faults'],
        ['GET', '/__sim/export'],
      ] as const)
        expect(await ask(path, { method, headers, url })).toMatchObject({ status: 403 });
    expect(await ask('/__sim/health', { url })).toMatchObject({ status: 200 });
  });

  test('nobody does where they have a key, but who sends it', async () => {
    const vendor = createSalesforce({ controlKey: 'the-key-of-the-control-routes' });
    const url = await vendor.listen();
    try {
      for (const [method, path] of [
        ['POST', '/__sim/reset'],
        ['POST', '/__sim/faults'],
        ['GET', '/__sim/export?key='],
        ['GET', '/__sim/requests?key=another&key=the-key-of-the-control-routes'],
      ] as const)
        for (const authorization of ['', 'Bearer another', 'the-key-of-the-control-routes'])
          expect(await ask(path, { method, url, headers: { authorization } })).toMatchObject({ status: 401 });
      // The same route by its whole address.
      const host = new URL(url).host;
      expect(
        await raw(`GET ${url}/__sim/export HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`, url),
      ).toMatch(/^HTTP\/1\.1 400 /);
      const headers = { authorization: 'Bearer the-key-of-the-control-routes' };
      expect(await ask('/__sim/reset', { method: 'POST', url, headers })).toMatchObject({ status: 200 });
      expect(await ask('/__sim/export?key=the-key-of-the-control-routes', { url })).toMatchObject({
        status: 200,
      });
    } finally {
      await vendor.close();
    }
  });
});

test('no caller gets in where no key is set up', async () => {
  const { url } = await rig.another({ configuration: { ...rig.configuration, QUARTERDECK_API_KEYS: {} } });
  for (const headers of [{}, bearer, { authorization: 'Bearer ' }] as Record<string, string>[])
    expect(await ask('/api/cases', { url, headers })).toMatchObject({ status: 401 });
});

describe('every error is a problem (RFC 9457) and repeats nothing', () => {
  const SECRET = 'sentinel';
  test.each([
    ['a bad address', `GET /api/cases/%ed%a0%80${SECRET} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 400],
    [
      'a bad address of a webhook',
      `POST /webhooks/%E0%A4%A${SECRET} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n`,
      400,
    ],
    ['no HTTP', `${SECRET}\r\n\r\n`, 400],
    ['an unknown method', `${SECRET.toUpperCase()} / HTTP/1.1\r\nHost: localhost\r\n\r\n`, 400],
    ['a broken header', `GET / HTTP/1.1\r\nHost: localhost\r\n${SECRET}\0: x\r\n\r\n`, 400],
    ['a header without end', `GET / HTTP/1.1\r\nHost: localhost\r\nx: ${SECRET.repeat(4_000)}\r\n\r\n`, 431],
    ['no Host', `GET /api/cases HTTP/1.1\r\nx: ${SECRET}\r\nConnection: close\r\n\r\n`, 421],
    [
      'two lengths',
      `POST /api/deals HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n${SECRET}`,
      400,
    ],
    ['nothing there', `GET /${SECRET} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`, 404],
    [
      'another method',
      `DELETE /api/cases/${SECRET} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
      405,
    ],
    [
      'another method of a plain address',
      `PUT /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
      405,
    ],
    [
      'an odd type',
      `POST /webhooks/portal HTTP/1.1\r\nHost: localhost\r\nContent-Type: ;${SECRET}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`,
      415,
    ],
    [
      'a body that is too large',
      `POST /webhooks/portal HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999999\r\n\r\n${SECRET}`,
      413,
    ],
    ['an odd expectation', `GET /api/cases HTTP/1.1\r\nHost: localhost\r\nExpect: ${SECRET}\r\n\r\n`, 417],
  ])('%s', async (_name, bytes, status) => {
    const text = await raw(bytes);
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(text.toLowerCase()).toContain('content-type: application/problem+json');
    const problem = JSON.parse(
      text.slice(text.indexOf('\r\n\r\n') + 4).replace(/^[0-9a-f]+\r\n|\r\n0\r\n\r\n$/g, ''),
    );
    expect(problem).toMatchObject({ status, title: expect.any(String), fix: expect.any(String) });
    expect(text.toLowerCase()).not.toContain(SECRET);
  });

  test('another method names those that the address takes', async () => {
    expect((await ask('/api/deals', { method: 'PATCH' })).headers.allow).toBe('POST');
  });
});

describe('bodies that come slowly', () => {
  /** So many sockets that announce a body and send one byte of it. */
  const slow = (count: number, url: string) => {
    const { hostname, port } = new URL(url);
    const head = 'POST /webhooks/portal HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{';
    const sockets = Array.from({ length: count }, () =>
      connect(Number(port), hostname).on('error', () => {}),
    );
    for (const socket of sockets) socket.write(head);
    return {
      end: () => {
        for (const socket of sockets) socket.destroy();
      },
    };
  };

  test('close the server to nobody, and are too many of one address before they are many', async () => {
    const { url } = await rig.another({ mostAtOnce: 4, mostBodies: { perAddress: 20, inAll: 40 } });
    const { end } = slow(200, url);
    try {
      await new Promise((done) => setTimeout(done, 500));
      for (const path of ['/healthz', '/readyz'])
        expect(await ask(path, { url })).toMatchObject({ status: 200 });
      expect(await ask('/api/cases', { url, headers: bearer })).toMatchObject({ status: 200 });
      expect(await ask('/webhooks/portal', { url, method: 'POST', body: '{}' })).toMatchObject({
        status: 429,
        text: expect.stringContaining('too_many_bodies'),
      });
    } finally {
      end();
    }
    await new Promise((done) => setTimeout(done, 300));
    expect((await webhook({ url }, deal())).status).toBe(202);
  });

  test('are counted by network, as addresses are given away', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2');
    expect(networkOf('2001:db8::1')).toBe(networkOf('2001:db8:0:0:ffff::2'));
    expect(networkOf('::1')).not.toBe(networkOf('2001:db8::1'));
    expect(networkOf('::ffff:10.0.0.1')).not.toBe(networkOf('::ffff:10.0.0.2'));
    expect(networkOf('10.0.0.1')).toBe('10.0.0.1');
  });
});

describe('bodies with documents', () => {
  const invoice = (kilobytes: number) => randomBytes(kilobytes * 1024);
  /** A claim that is as long as its documents make it. */
  const claim = (content: Buffer, change: Record<string, unknown> = {}) => ({
    claim_id: `C-${randomUUID()}`,
    source_partner_id: '7001',
    documents: [{ name: 'invoice.pdf', type: 'application/pdf', content: content.toString('base64') }],
    notes: 'Ask lena.vogt@hafenwerk.example about it.',
    ...change,
  });
  const documentsOf = async (caseId: unknown) =>
    (await rig.sql('select hash from claim_documents where case_id = $1', [caseId])).map(({ hash }) => hash);
  const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  const kept = async () =>
    Number((await rig.sql('select count(*) as n from deliveries'))[0]?.n) +
    Number((await rig.sql('select count(*) as n from dead_letters'))[0]?.n);

  test.each([400, 7_500])(
    'a claim with %d kB of them is taken in, kept and read by a worker',
    async (size) => {
      const paper = invoice(size);
      const stated = claim(paper);
      const answers = [
        await post(`${rig.url}/api/claims`, JSON.stringify(stated), bearer),
        await webhook(rig, { type: 'claim.submitted', timestamp: 'x', data: stated }),
      ];
      for (const answer of answers) {
        expect(answer).toMatchObject({ status: 202, body: { case: null, state: 'reading' } });
        const became = await rig.became(answer);
        expect(became).toMatchObject({ kind: 'submitted', revision: 1 });
        expect(became?.kind === 'submitted' && (await documentsOf(became.case))).toEqual([hashOf(paper)]);
      }
    },
  );

  test('that are packed are read, and a bomb stops at 10 MB', async () => {
    const paper = invoice(400);
    const packed = { ...bearer, 'content-encoding': 'gzip' };
    const body = gzipSync(JSON.stringify(claim(paper)));
    const answer = await post(`${rig.url}/api/claims`, body, packed);
    expect(answer).toMatchObject({ status: 202 });
    expect(await rig.became(answer)).toMatchObject({ kind: 'submitted' });
    const bomb = gzipSync(Buffer.alloc(200_000_000));
    expect(await post(`${rig.url}/api/claims`, bomb, packed)).toMatchObject({
      status: 413,
      body: { code: 'too_large' },
    });
  });

  test('are of claims alone: a registration is as short as it was', async () => {
    const before = await kept();
    const registration = { ...deal(), partner_notes: 'x'.repeat(300_000) };
    const tooLarge = { status: 413, body: { title: 'The body is larger than 256 kB.' } };
    expect(await post(`${rig.url}/api/deals`, JSON.stringify(registration), bearer)).toMatchObject(tooLarge);
    for (const body of [registration, { type: 'deal.submitted', timestamp: 'x', data: registration }])
      expect(await webhook(rig, body)).toMatchObject(tooLarge);
    // Not JSON, and nested deeper than a parser follows.
    for (const body of [`{"type":"claim.submitted"${' '.repeat(300_000)}`, '['.repeat(300_000)])
      expect(await webhook(rig, body)).toMatchObject(tooLarge);
    expect(
      await post(`${rig.url}/webhooks/impartner`, JSON.stringify(registration), {
        'x-quarterdeck-secret': SHARED,
      }),
    ).toMatchObject(tooLarge);
    expect(await kept()).toBe(before);
  });

  test('are refused before they are read without a key, and kept by nobody without a signature', async () => {
    const before = await kept();
    const head = `POST /api/claims HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 5000000\r\nConnection: close\r\n`;
    for (const authorization of ['', 'Authorization: Bearer wrong\r\n'])
      expect(await raw(`${head}${authorization}\r\n{`)).toMatch(/^HTTP\/1\.1 401 /);
    const body = JSON.stringify({ type: 'claim.submitted', data: claim(invoice(400)) });
    const headers = { ...signed(body), 'webhook-id': 'another' };
    expect(await post(`${rig.url}/webhooks/portal`, body, headers)).toMatchObject({ status: 401 });
    expect(await kept()).toBe(before);
  });

  test('that are refused are a dead letter, which goes when somebody in it is erased', async () => {
    const answer = await post(
      `${rig.url}/api/claims`,
      JSON.stringify(claim(invoice(400), { another: 'field' })),
      bearer,
    );
    const became = await rig.became(answer);
    if (became?.kind !== 'refused') throw new Error('not refused');
    expect(became.problem).toMatchObject({ code: 'unknown_field' });
    const [letter] = await rig.sql('select people from dead_letters where id = $1', [became.deadLetter]);
    expect(letter?.people).toContain(rig.intake.vault.personOf('lena.vogt@hafenwerk.example'));
  });

  test('that come slowly, announced by as many sockets as an address may have, without a proof, keep out no claim', async () => {
    const { hostname, port } = new URL(rig.url);
    const sockets = Array.from({ length: 30 }, () => connect(Number(port), hostname).on('error', () => {}));
    for (const socket of sockets)
      socket.write(`POST /webhooks/portal HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000000\r\n\r\n{`);
    await new Promise((done) => setTimeout(done, 500));
    const sent = [
      await post(`${rig.url}/api/claims`, JSON.stringify(claim(invoice(400))), bearer),
      await webhook(rig, { type: 'claim.submitted', data: claim(invoice(7_000)) }),
      await webhook(rig, deal()),
    ];
    for (const socket of sockets) socket.destroy();
    expect(sent.map(({ status }) => status)).toEqual([202, 202, 202]);
  });
});

test('who asks while Postgres is frozen hears so in time', async () => {
  const frozen = { ...rig.intake.store, pool: { query: () => new Promise(() => {}) } as never };
  const { url } = await rig.another({ intake: { ...rig.intake, store: frozen } });
  const began = performance.now();
  const [list, ready] = await Promise.all([
    ask('/api/cases', { url, headers: bearer }),
    ask('/readyz', { url }),
  ]);
  expect(list).toMatchObject({ status: 503, text: expect.stringContaining('"late"') });
  expect(ready).toMatchObject({ status: 503 });
  expect(performance.now() - began).toBeLessThan(9_000);
});
