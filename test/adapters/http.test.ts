import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { exchange } from '../../adapters/http.ts';

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
