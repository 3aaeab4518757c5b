import { Worker } from 'node:worker_threads';

/** What a thread may use before it is ended. */
export interface ThreadBudget {
  ms: number;
  signal?: AbortSignal | undefined;
}

/** Why a thread gave no answer. */
export interface ThreadEnded {
  code: 'too_slow' | 'too_large' | 'broken';
}

const MOST_MEMORY = 512 * 1024 * 1024;
const LOOK_EVERY_MS = 100;

/**
 * Runs a script in a thread of its own, which is ended when it takes longer than its time or more than 512 MB: nothing that it reads
 * can block or exhaust the process. The script gets `data` as workerData and answers with one message.
 * @throws the signal's reason when it aborts
 */
export function inThread<Answer>(
  script: URL,
  data: unknown,
  { ms, signal }: ThreadBudget,
): Promise<Answer | ThreadEnded> {
  const worker = new Worker(script, {
    workerData: data,
    // Its own: flags of the parent (inspector, test runner) have no business there.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 256 },
    stdout: true,
    stderr: true,
  });
  const { promise, resolve, reject } = Promise.withResolvers<Answer | ThreadEnded>();
  const timer = setTimeout(() => resolve({ code: 'too_slow' }), ms);
  // Buffers lie outside of the limited heap.
  const memory = setInterval(async () => {
    const used = await worker.getHeapStatistics().catch(() => null);
    if (used && used.external_memory + used.used_heap_size > MOST_MEMORY) resolve({ code: 'too_large' });
  }, LOOK_EVERY_MS);
  const aborted = () => reject(signal?.reason);
  signal?.addEventListener('abort', aborted, { once: true });
  worker.once('message', resolve);
  worker.once('error', (error: NodeJS.ErrnoException) =>
    resolve({ code: error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too_large' : 'broken' }),
  );
  worker.once('exit', () => resolve({ code: 'broken' }));
  return promise.finally(async () => {
    clearTimeout(timer);
    clearInterval(memory);
    signal?.removeEventListener('abort', aborted);
    await worker.terminate();
  });
}
