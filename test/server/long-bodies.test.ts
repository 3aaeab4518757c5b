import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { MOST_BODY, MOST_LONG_BODY, noRoom, readBody, unpacked } from '../../server/body.ts';
import { LONG_BODIES, longBodies } from '../../server/long-bodies.ts';
import { answerProblems, sendProblem } from '../../server/problems.ts';

const KB = 1024;
/** Beyond the first 256 kB of each. */
const LIMITS = {
  ...{ inAll: 1_000 * KB, perCaller: 600 * KB, perAddress: 900 * KB },
  ...{ ofWebhooks: 500 * KB, perSource: 300 * KB, perAddressOfWebhooks: 400 * KB },
};

let app: FastifyInstance;
let url: string;
/** Lets the requests go on that wait at `/…/wait`. */
let release: () => void;
let waiting: number;
let sockets: Socket[];

/** The reading of bodies as the server has it; what was read is answered by its length. */
beforeEach(async () => {
  const long = longBodies(LIMITS);
  const { promise: released, resolve } = Promise.withResolvers<void>();
  release = resolve;
  waiting = 0;
  sockets = [];
  app = Fastify({ forceCloseConnections: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', async (asked: FastifyRequest, payload: IncomingMessage) =>
    readBody(payload, long.roomOf(asked)),
  );
  answerProblems(app);
  app.post('/short', async ({ body }) => ({ length: (body as Buffer).length }));
  for (const kind of ['caller', 'source'] as const)
    app.post<{ Params: { name: string; then: string } }>(
      `/${kind}/:name/:then`,
      {
        onRequest: async (asked, reply) => {
          const { name } = asked.params;
          const sender = kind === 'caller' ? { caller: name } : { source: name };
          return long.allow(asked, reply, sender) ? undefined : sendProblem(reply, noRoom);
        },
      },
      (asked, reply) =>
        long.during(asked, async () => {
          const { body, headers, params } = asked;
          const plain = await unpacked(body as Buffer, headers['content-encoding'], long.roomOf(asked));
          if ('problem' in plain) return sendProblem(reply, plain.problem);
          waiting += 1;
          if (params.then === 'wait') await released;
          return reply.send({ length: plain.body.length });
        }),
    );
  app.server.on('connection', (socket) => sockets.push(socket));
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  release();
  await app.close();
});

interface Answer {
  status: number;
  retryAfter: string | null;
  body: Record<string, unknown>;
}

async function send(path: string, body: RequestInit['body'], headers: Record<string, string> = {}) {
  const asked = { method: 'POST', body, headers, duplex: 'half' } as RequestInit;
  const answer = await fetch(`${url}${path}`, asked);
  return {
    status: answer.status,
    retryAfter: answer.headers.get('retry-after'),
    body: await answer.json(),
  } as Answer;
}

/** A body of so many bytes beyond those that any may have. */
const beyond = (kilobytes: number) => Buffer.alloc(MOST_BODY + kilobytes * KB, 'x');
const isTaken = async (path: string, kilobytes: number) =>
  (await send(path, beyond(kilobytes))).status === 200;

async function until(is: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await is())) await new Promise((done) => setTimeout(done, 10));
}

/** Announces so many bytes and sends a few. */
function announce(path: string, length: number, bytes = Buffer.from('x')): ClientRequest {
  const asked = request(`${url}${path}`, { method: 'POST', headers: { 'content-length': length } });
  asked.on('error', () => {}).write(bytes);
  return asked;
}

/** Until a request has sent so many bytes beyond those that any may have, and they were read. */
async function arrived(kilobytes: number): Promise<void> {
  await until(() => sockets.some(({ bytesRead }) => bytesRead >= beyond(kilobytes).length));
  await new Promise((done) => setTimeout(done, 200));
}

describe('a body', () => {
  test('is long only where it may be', async () => {
    expect(await send('/short', Buffer.alloc(MOST_BODY))).toMatchObject({ body: { length: MOST_BODY } });
    expect(await send('/short', beyond(1))).toMatchObject({
      status: 413,
      body: { code: 'too_large', title: 'The body is larger than 256 kB.' },
    });
    expect(await send('/caller/a/answer', beyond(500))).toMatchObject({
      status: 200,
      body: { length: MOST_BODY + 500 * KB },
    });
    expect(await send('/caller/a/answer', Buffer.alloc(MOST_LONG_BODY + 1))).toMatchObject({
      status: 413,
      body: { code: 'too_large', title: 'The body is larger than 10 MB.' },
    });
  });

  test('that is long announces its length; a short one need not', async () => {
    const chunks = (...sizes: number[]) => ReadableStream.from(sizes.map((size) => Buffer.alloc(size, 'x')));
    expect(await send('/caller/a/answer', chunks(100 * KB, 100 * KB))).toMatchObject({ status: 200 });
    expect(await send('/caller/a/answer', chunks(200 * KB, 200 * KB))).toMatchObject({
      status: 411,
      body: { code: 'length_required' },
    });
    expect(await send('/short', chunks(200 * KB, 200 * KB))).toMatchObject({ status: 413 });
  });

  test('that its sender breaks off is nothing of ours, and its room is free again', async () => {
    const asked = announce('/caller/a/answer', MOST_BODY + 600 * KB, beyond(500));
    await arrived(500);
    expect(await isTaken('/caller/a/answer', 500)).toBe(false);
    asked.destroy();
    await until(() => isTaken('/caller/a/answer', 500));
  });
});

describe('the room of long bodies', () => {
  test('is bounded for a caller, an address and all, until they are answered', async () => {
    const first = send('/caller/a/wait', beyond(500));
    await until(() => waiting === 1);
    expect(await send('/caller/a/answer', beyond(200))).toMatchObject({
      status: 503,
      retryAfter: '5',
      body: { code: 'no_room' },
    });
    // What any body may have is not counted, and another caller has a share of their own.
    expect(await isTaken('/caller/a/answer', 0)).toBe(true);
    expect(await isTaken('/caller/b/answer', 300)).toBe(true);
    // The address of both.
    expect(await isTaken('/caller/b/answer', 450)).toBe(false);
    release();
    expect(await first).toMatchObject({ status: 200 });
    await until(() => isTaken('/caller/a/answer', 500));
  });

  test('is smaller for webhooks, which are not proved before they are read: they keep out neither callers nor other sources', async () => {
    const first = send('/source/portal/wait', beyond(250));
    await until(() => waiting === 1);
    expect(await isTaken('/source/portal/answer', 100)).toBe(false);
    expect(await isTaken('/source/shop/answer', 100)).toBe(true);
    expect(await isTaken('/source/shop/answer', 200)).toBe(false);
    expect(await isTaken('/caller/a/answer', 600)).toBe(true);
    release();
    expect(await first).toMatchObject({ status: 200 });
  });

  test('is taken by what arrives, not by what is announced', async () => {
    const slow = Array.from({ length: 64 }, () => announce('/source/portal/answer', MOST_BODY + 300 * KB));
    await until(() => sockets.length === 64);
    expect(await isTaken('/source/portal/answer', 300)).toBe(true);
    for (const one of slow) one.destroy();
  });

  test('is counted while a body is worked on, although its sender has gone', async () => {
    const gone = announce('/caller/a/wait', MOST_BODY + 500 * KB, beyond(500));
    await until(() => waiting === 1);
    gone.destroy();
    await until(() => sockets.every(({ destroyed }) => destroyed));
    expect(await isTaken('/caller/a/answer', 500)).toBe(false);
    release();
    await until(() => isTaken('/caller/a/answer', 500));
  });

  test('counts a packed body as it came and as it was, and a bomb stops at it', async () => {
    const packed = { 'content-encoding': 'gzip' };
    expect(await send('/caller/a/answer', gzipSync(beyond(500)), packed)).toMatchObject({
      body: { length: MOST_BODY + 500 * KB },
    });
    expect(await send('/caller/a/answer', gzipSync(beyond(700)), packed)).toMatchObject({ status: 503 });
    const bomb = gzipSync(Buffer.alloc(100_000_000));
    const before = process.memoryUsage().rss;
    expect((await send('/source/portal/answer', bomb, packed)).status).toBe(503);
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
    expect(await isTaken('/caller/a/answer', 600)).toBe(true);
  });

  test('lets one address send a whole body, packed, and still leaves room for another of that source', () => {
    const { perAddressOfWebhooks, perSource, ofWebhooks, perAddress, perCaller, inAll } = LONG_BODIES;
    expect(perAddressOfWebhooks).toBeGreaterThanOrEqual(2 * (MOST_LONG_BODY - MOST_BODY));
    expect(perSource - perAddressOfWebhooks).toBeGreaterThanOrEqual(MOST_LONG_BODY);
    expect(ofWebhooks - perSource).toBeGreaterThanOrEqual(MOST_LONG_BODY);
    for (const share of [perAddress, perCaller]) expect(inAll - ofWebhooks).toBeGreaterThanOrEqual(share);
  });
});

test('a refused long body leaves the connection as it is: its sender hears why, and goes on', async () => {
  const first = send('/caller/a/wait', beyond(600));
  await until(() => waiting === 1);
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (data) => {
    text += data;
  });
  const head = (length: number) =>
    `POST /caller/a/answer HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\n\r\n`;
  socket.write(head(MOST_BODY + 600 * KB));
  socket.write(beyond(600));
  socket.write(`${head(2)}{}`);
  await until(() => text.includes('HTTP/1.1 200'));
  expect(text).toMatch(/^HTTP\/1\.1 503 /);
  socket.destroy();
  release();
  expect(await first).toMatchObject({ status: 200 });
});
