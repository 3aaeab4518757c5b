import { setTimeout as pause } from 'node:timers/promises';
import { claim } from './claim.mjs';

const LOOK_AGAIN_MS = 300;

/**
 * Does `work` while no other process does work under the same claim (claim.mjs), and waits for one that does. Throws when
 * `signal` aborts the wait.
 * @template T
 * @param {string} path of the claim
 * @param {{ waits: (pid: number) => void, signal: AbortSignal }} options `waits` is told every 0.3 s who is waited for
 * @param {(add: (pid: number) => void) => Promise<T>} work `add` has the claim count as long as that process runs, too
 * @returns {Promise<T>}
 */
export async function withLock(path, { waits, signal }, work) {
  for (;;) {
    const { holder, release, add } = claim(path);
    if (!holder) {
      try {
        return await work(add);
      } finally {
        release();
      }
    }
    waits(holder.pid);
    await pause(LOOK_AGAIN_MS, undefined, { signal });
  }
}
