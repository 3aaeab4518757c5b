import { parentPort, threadId } from 'node:worker_threads';

/** What a test asks a thread to do. */
export type Asked = { do: 'answer' | 'spin' | 'fill' | 'fail' | 'exit'; ms?: number };

parentPort?.on('message', async ({ do: what, ms = 0 }: Asked) => {
  const kept: Buffer[] = [];
  if (what === 'spin') for (;;);
  if (what === 'fail') throw new Error('no such text');
  if (what === 'exit') process.exit();
  while (what === 'fill') {
    kept.push(Buffer.alloc(16 * 1024 * 1024, 1));
    await new Promise((done) => setTimeout(done, 1));
  }
  const until = performance.now() + ms;
  while (performance.now() < until);
  parentPort?.postMessage({ threadId });
});
