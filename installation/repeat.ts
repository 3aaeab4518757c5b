import { setTimeout as sleep } from 'node:timers/promises';

/** Does something again and again with a pause between, until the signal ends it. A failure is told and does not end it. */
export async function repeat(
  pauseMs: number,
  work: () => Promise<unknown>,
  onError: (error: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await work().catch(onError);
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
  }
}
