import { cancellationSignal, heartbeat } from '@temporalio/activity';

const EVERY_MS = 4_000;
/** A stretch ends after so long, so that the workflow shows where the batch stands. */
const STRETCH_MS = 45_000;

/**
 * Runs a stretch of work and shows meanwhile that its process lives.
 * @param work asks before each step whether the time is over, or the worker shuts down
 */
export async function beating<T>(work: (isOver: () => boolean) => Promise<T>): Promise<T> {
  const signal = cancellationSignal();
  const began = performance.now();
  heartbeat();
  const timer = setInterval(() => heartbeat(), EVERY_MS);
  try {
    return await work(() => signal.aborted || performance.now() - began > STRETCH_MS);
  } finally {
    clearInterval(timer);
  }
}
