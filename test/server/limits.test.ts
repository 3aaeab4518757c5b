import { afterEach, describe, expect, test } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { boundConcurrency } from '../../server/limits.ts';

let app: FastifyInstance;
let held: (() => void)[] = [];
afterEach(async () => {
  for (const end of held) end();
  held = [];
  await app.close();
});

describe('requests in work', () => {
  test('as many as the bound are taken, one more is told to come back, and each that ends makes room for one', async () => {
    app = Fastify();
    boundConcurrency(app, 2);
    app.get('/work', () => new Promise((done) => held.push(() => done('done'))));
    app.get('/healthz', async () => 'ok');
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const status = async (path: string) => (await fetch(`${url}${path}`)).status;
    const inWork = async (count: number) => {
      while (held.length < count) await new Promise((done) => setTimeout(done, 5));
    };

    const first = status('/work');
    await inWork(1);
    const second = status('/work');
    await inWork(2);
    // One that is taken all the same is not answered.
    const third = await fetch(`${url}/work`, { signal: AbortSignal.timeout(5_000) });
    expect([third.status, third.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await third.json()).toMatchObject({ code: 'busy' });
    expect(await status('/healthz')).toBe(200);

    held[0]?.();
    expect(await first).toBe(200);
    const fourth = status('/work');
    await inWork(3);
    expect(await status('/work')).toBe(503);
    for (const end of held) end();
    expect(await Promise.all([second, fourth])).toEqual([200, 200]);
  });
});
