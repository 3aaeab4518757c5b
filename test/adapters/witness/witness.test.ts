import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from '@jest/globals';
import { createNotify } from '../../../adapters/notify/index.ts';
import { fileWitness } from '../../../adapters/witness/file.ts';
import { httpWitness } from '../../../adapters/witness/http.ts';
import { mailWitness } from '../../../adapters/witness/mail.ts';
import { anchorsIn } from '../../../domain/anchors.ts';
import type { Checkpoint } from '../../../domain/audit.ts';

const folder = mkdtempSync(join(tmpdir(), 'qd-witness-'));
afterAll(() => rmSync(folder, { recursive: true }));
const CALL = { timeoutMs: 2_000, mayWait: false };
const checkpoint = (number: number, hour = number): Checkpoint => ({
  ...{
    number,
    at: new Date(Date.UTC(2026, 0, 1, hour)).toISOString(),
    heads: '[]',
    prevHash: '0'.repeat(64),
  },
  ...{ hash: String(number % 10).repeat(64), kid: 'k', signature: 's' },
});

test('a file gets one line a checkpoint, which its owner alone can read', async () => {
  const path = join(folder, 'deep', 'checkpoints.jsonl');
  const witness = fileWitness(path);
  for (const number of [1, 2, 3]) await witness.note(checkpoint(number), CALL);
  const kept = readFileSync(path, 'utf8');
  expect(anchorsIn(kept).map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(
    kept
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).at),
  ).toEqual([1, 2, 3].map((n) => checkpoint(n).at));
  expect(statSync(path).mode & 0o077).toBe(0);
});

test('a collector gets it with its authorization; one that refuses is a failure', async () => {
  const seen: { authorization: string | undefined; body: string }[] = [];
  let status = 200;
  const server = createServer(async (request: IncomingMessage, response) => {
    seen.push({ authorization: request.headers.authorization, body: await text(request) });
    response.writeHead(status).end('{}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/collector`;
  try {
    const witness = httpWitness({ url, authorization: 'Splunk secret' });
    await witness.note(checkpoint(7), CALL);
    expect(seen[0]?.authorization).toBe('Splunk secret');
    expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({
      event: { number: 7, hash: '7'.repeat(64), signature: 's' },
    });
    expect(anchorsIn(seen[0]?.body ?? '')).toEqual([{ number: 7, hash: '7'.repeat(64) }]);
    status = 503;
    await expect(witness.note(checkpoint(8), CALL)).rejects.toThrow('the collector answered 503');
  } finally {
    server.close();
  }
  await expect(httpWitness({ url }).note(checkpoint(9), CALL)).rejects.toThrow(/no connection/);
});

test('a mailbox gets one in so many hours, with a line that audit verify can read', async () => {
  const outbox = join(folder, 'outbox');
  const notify = createNotify('outbox', { folder: outbox, from: 'quarterdeck@company.example' });
  const witness = mailWitness({ to: 'aude@company.example', everyHours: 6 }, notify);
  for (const hour of [0, 1, 5, 6, 7, 12]) await witness.note(checkpoint(hour + 1, hour), CALL);
  const mails = readdirSync(outbox).map((name) => readFileSync(join(outbox, name), 'utf8'));
  expect(mails.flatMap((mail) => anchorsIn(mail).map(({ number }) => number)).sort((a, b) => a - b)).toEqual([
    1, 7, 13,
  ]);
});
