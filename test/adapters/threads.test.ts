import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { threads } from '../../adapters/threads.ts';
import type { Asked } from './thread-script.ts';

const script = new URL('./thread-script.ts', import.meta.url);
const open = (keep = true) => threads<Asked, { threadId: number }>(script, keep);
const budget = { ms: 20_000 };

describe('a thread', () => {
  test('stays for the next piece of work, unless each is to have one of its own', async () => {
    const [kept, own] = [open(), open(false)];
    const ids = async (run: typeof kept) => {
      const first = await run({ do: 'answer' }, budget);
      return [first, await run({ do: 'answer' }, budget)];
    };
    const [first, second] = await ids(kept);
    expect(first).toEqual({ threadId: expect.any(Number) });
    expect(second).toEqual(first);
    const [one, other] = await ids(own);
    expect(other).not.toEqual(one);
  });

  test.each([
    ['spin', 300, 'too_slow'],
    ['fill', 20_000, 'too_large'],
    ['fail', 20_000, 'broken'],
    ['exit', 20_000, 'broken'],
  ] as const)(
    'that does nothing but %s ends, and the next piece of work gets a new one',
    async (what, ms, code) => {
      const run = open();
      expect(await run({ do: what }, { ms })).toEqual({ code });
      expect(await run({ do: 'answer' }, budget)).toEqual({ threadId: expect.any(Number) });
    },
  );

  test('is charged no time in which the whole process stood still', async () => {
    const from = performance.now();
    const spinning = open()({ do: 'spin' }, { ms: 1_500 });
    await new Promise((done) => setTimeout(done, 50));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_400);
    expect(await spinning).toEqual({ code: 'too_slow' });
    expect(performance.now() - from).toBeGreaterThan(1_800);
  });

  test('holds up neither this process nor the work of others', async () => {
    const run = open();
    let beats = 0;
    const beat = setInterval(() => {
      beats += 1;
    }, 20);
    const ending = new AbortController();
    const spinning = run({ do: 'spin' }, { ms: 60_000, signal: ending.signal });
    const ended = expect(spinning).rejects.toThrow('enough');
    // With one core only, there is one thread, and the others wait until it is ended.
    if (availableParallelism() > 1)
      expect(await run({ do: 'answer' }, budget)).toEqual({ threadId: expect.any(Number) });
    await new Promise((done) => setTimeout(done, 500));
    ending.abort(new Error('enough'));
    await ended;
    clearInterval(beat);
    expect(beats).toBeGreaterThan(5);
  });

  test('works for as many at once as there are cores; who waits can give up', async () => {
    const run = open();
    const most = availableParallelism();
    const busy = Array.from({ length: most }, () => run({ do: 'answer', ms: 500 }, budget));
    const waiting = new AbortController();
    const given = run({ do: 'answer' }, { ...budget, signal: waiting.signal });
    const next = run({ do: 'answer' }, budget);
    waiting.abort(new Error('no longer wanted'));
    await expect(given).rejects.toThrow('no longer wanted');
    const ids = (await Promise.all(busy)).map((answer) => ('threadId' in answer ? answer.threadId : 0));
    expect(new Set(ids).size).toBe(most);
    expect(await next).toEqual({ threadId: expect.any(Number) });
  });

  test('is ended when the one who asked gives up, before or during the work', async () => {
    const run = open();
    await expect(
      run({ do: 'answer' }, { ...budget, signal: AbortSignal.abort(new Error('gone')) }),
    ).rejects.toThrow('gone');
    const signal = AbortSignal.timeout(200);
    await expect(run({ do: 'spin' }, { ...budget, signal })).rejects.toThrow(/timeout/);
    expect(await run({ do: 'answer' }, budget)).toEqual({ threadId: expect.any(Number) });
  });

  test('that is idle keeps no process alive', () => {
    const program = `import { threads } from ${JSON.stringify(new URL('../../adapters/threads.ts', import.meta.url).href)};
      const run = threads(new URL(${JSON.stringify(script.href)}), true);
      console.log(JSON.stringify(await run({ do: 'answer' }, { ms: 20000 })));`;
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', program], { timeout: 20_000 });
    expect(String(out)).toContain('threadId');
  });
});
