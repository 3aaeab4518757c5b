import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** What one piece of work may use before its thread is ended. */
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
/** More between two looks is time in which the process stood still. */
const MOST_COUNTED_MS = 1_000;
/** A thread that holds more than this between two pieces of work is replaced by a new one. */
const MOST_KEPT = 128 * 1024 * 1024;
const IDLE_MS = 30_000;

/**
 * Runs work in threads of a script, at most one for each core: nothing that a thread reads can block or exhaust the process. The script
 * answers each message with one message. A thread that takes longer than its time or more than 512 MB is ended; the others go on, and
 * the next piece of work gets a new one. Not a library's pool: those limit the heap only, and a hostile document fills buffers, which lie
 * outside of it.
 * @param keep whether a thread stays for the next piece of work; false for a script that other people's code keeps its state in
 * @returns a function that answers what the script does, or why there is no answer. It throws the signal's reason when it aborts.
 */
export function threads<Asked, Answer>(
  script: URL,
  keep: boolean,
): (asked: Asked, budget: ThreadBudget) => Promise<Answer | ThreadEnded> {
  const idle: Worker[] = [];
  const waiting: (() => void)[] = [];
  let free = availableParallelism();

  async function turn(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (free > 0) {
      free -= 1;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const aborted = () => {
      waiting.splice(waiting.indexOf(resolve), 1);
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', aborted, { once: true });
    waiting.push(resolve);
    await promise.finally(() => signal?.removeEventListener('abort', aborted));
  }

  function done(): void {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }

  /** An idle thread holds no process up and ends after a while. */
  function rest(worker: Worker): void {
    const leave = () => {
      const at = idle.indexOf(worker);
      if (at >= 0) idle.splice(at, 1);
      void worker.terminate();
    };
    const timer = setTimeout(leave, IDLE_MS).unref();
    worker.once('exit', leave);
    worker.once('awake', () => {
      clearTimeout(timer);
      worker.off('exit', leave);
    });
    worker.unref();
    idle.push(worker);
  }

  function awake(): Worker {
    const worker = idle.pop() ?? started(script);
    worker.emit('awake');
    worker.ref();
    return worker;
  }

  return async (asked, { ms, signal }) => {
    await turn(signal);
    const worker = awake();
    try {
      signal?.throwIfAborted();
      const answer = await answerOf<Answer>(worker, asked, { ms, signal });
      if (keep && 'answer' in answer && (await memoryOf(worker)) < MOST_KEPT) rest(worker);
      else await worker.terminate();
      return 'answer' in answer ? answer.answer : answer;
    } catch (error) {
      await worker.terminate();
      throw error;
    } finally {
      done();
    }
  };
}

function started(script: URL): Worker {
  const worker = new Worker(script, {
    // Its own: flags of the parent (inspector, test runner) have no business there.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 400 },
    // What a thread prints is nobody's: reading it would keep the process alive.
    stdout: true,
    stderr: true,
  });
  // A thread that is being ended may still fail, and nobody listens any more.
  return worker.on('error', () => {});
}

async function answerOf<Answer>(
  worker: Worker,
  asked: unknown,
  { ms, signal }: ThreadBudget,
): Promise<{ answer: Answer } | ThreadEnded> {
  const { promise, resolve, reject } = Promise.withResolvers<{ answer: Answer } | ThreadEnded>();
  let [taken, last] = [0, performance.now()];
  const budget = setInterval(async () => {
    const now = performance.now();
    // A process that was stopped for a while has read nothing meanwhile.
    taken += Math.min(now - last, MOST_COUNTED_MS);
    last = now;
    if (taken >= ms) resolve({ code: 'too_slow' });
    else if ((await memoryOf(worker)) > MOST_MEMORY) resolve({ code: 'too_large' });
  }, LOOK_EVERY_MS);
  const aborted = () => reject(signal?.reason);
  const answered = (answer: Answer) => resolve({ answer });
  const failed = (error: NodeJS.ErrnoException) =>
    resolve({ code: error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too_large' : 'broken' });
  const exited = () => resolve({ code: 'broken' });
  signal?.addEventListener('abort', aborted, { once: true });
  worker.once('message', answered).once('error', failed).once('exit', exited);
  worker.postMessage(asked);
  return promise.finally(() => {
    clearInterval(budget);
    signal?.removeEventListener('abort', aborted);
    worker.off('message', answered).off('error', failed).off('exit', exited);
  });
}

/** Bytes of a thread, with its buffers, which lie outside of the limited heap; 0 when it has ended. */
async function memoryOf(worker: Worker): Promise<number> {
  const used = await worker.getHeapStatistics().catch(() => null);
  return used === null ? 0 : used.external_memory + used.used_heap_size;
}
