import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { exchange, retryAfterMs } from '../../adapters/http.ts';

const call = { timeoutMs: 60_000, mayWait: true };
const chunk = Buffer.alloc(1024 * 1024, ' ');
let sent = 0;
/** Answers so many megabytes of blanks, and then an empty object. */
const vendor = createServer(async (request, response) => {
  sent = 0;
  const most = Number(request.url?.slice(1));
  while (sent < most && !response.destroyed) {
    sent += 1;
    if (!response.write(chunk)) await new Promise((done) => response.once('drain', done).once('close', done));
  }
  response.end('{}');
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((done) => vendor.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(vendor.address() as { port: number }).port}`;
});
afterAll(() => {
  vendor.closeAllConnections();
  vendor.close();
});
const ask = (megabytes: number) =>
  exchange({ vendor: 'prm', method: 'GET', url: `${url}/${megabytes}`, headers: {} }, call);

test('an answer without end is given up, and not read on', async () => {
  await expect(ask(2_000)).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'answer_too_large',
    message: 'prm: the answer is larger than 32 MB',
    certainlyNotLanded: false,
  });
  expect(sent).toBeLessThan(100);
});

test('a large answer is read whole', async () => {
  expect(await ask(20)).toMatchObject({ status: 200, json: {} });
});

const NOW = Date.parse('2026-11-20T12:00:00Z');

test.each<[string | null, number | undefined]>([
  ['7', 7_000],
  [' 7 ', 7_000],
  ['0.2', 1_000],
  ['1.5', 1_500],
  ['Fri, 20 Nov 2026 12:00:30 GMT', 30_000],
  ['86400', 900_000],
  ['99999999999999999999', 900_000],
  ['Fri, 20 Nov 2099 12:00:30 GMT', 900_000],
  ['0', undefined],
  ['-1', undefined],
  ['Wed, 21 Oct 2015 07:28:00 GMT', undefined],
  ['', undefined],
  ['soon', undefined],
  ['1e9', undefined],
  ['Infinity', undefined],
  ['7, 9', undefined],
  [null, undefined],
])('Retry-After %j is a wait of %p ms', (value, ms) => {
  expect(retryAfterMs(new Headers(value === null ? {} : { 'retry-after': value }), NOW)).toBe(ms);
});
