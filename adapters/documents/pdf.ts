import { Worker } from 'node:worker_threads';
import type { Call, DocumentText } from '../ports/index.ts';
import type { PdfAnswer } from './pdf-worker.ts';
import { refused } from './refused.ts';

const MOST_MS = 10_000;
const MOST_MEMORY = 512 * 1024 * 1024;
const LOOK_EVERY_MS = 100;

const REASONS: Readonly<Record<string, string>> = {
  encrypted: 'the PDF is protected by a password; send it without',
  broken: 'the PDF is damaged; export it again',
  too_large: 'the PDF unpacks to too much; split it',
  too_slow: 'the PDF could not be read in time; print it to a new PDF',
};

/**
 * The text of a PDF, parsed in a thread of its own that is ended when it takes more than ten seconds or 512 MB: nothing a file
 * holds can block or exhaust the process.
 * @throws VendorFault `rejected` with code `encrypted`, `broken`, `too_large` or `too_slow`
 */
export async function pdfText(
  bytes: Buffer,
  call: Pick<Call, 'timeoutMs' | 'signal'>,
): Promise<DocumentText> {
  const answer = await parsed(bytes, Math.min(call.timeoutMs, MOST_MS), call.signal);
  if ('code' in answer) throw refused(answer.code, REASONS[answer.code] ?? 'the PDF cannot be read');
  return answer;
}

function parsed(bytes: Buffer, ms: number, signal: AbortSignal | undefined): Promise<PdfAnswer> {
  const copy = new Uint8Array(bytes);
  const worker = new Worker(new URL('./pdf-worker.ts', import.meta.url), {
    workerData: copy,
    transferList: [copy.buffer],
    // Its own: flags of the parent (inspector, test runner) have no business there.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 256 },
    stdout: true,
    stderr: true,
  });
  const { promise, resolve, reject } = Promise.withResolvers<PdfAnswer>();
  const timer = setTimeout(() => resolve({ code: 'too_slow' }), ms);
  // Buffers of unpacked streams lie outside of the limited heap.
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
