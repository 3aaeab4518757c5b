import { performance } from 'node:perf_hooks';

export interface Timed {
  perSecond: number;
  durationsMs: number[];
}

/** Does the job with each item, `width` at once, and says how long each took and how many a second came out. */
export async function inFlight<T>(
  items: readonly T[],
  width: number,
  job: (item: T) => Promise<unknown>,
): Promise<Timed> {
  const durationsMs: number[] = [];
  const rest = items[Symbol.iterator]();
  const began = performance.now();
  const lane = async () => {
    for (const item of rest) {
      const started = performance.now();
      await job(item);
      durationsMs.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return { perSecond: (items.length / (performance.now() - began)) * 1000, durationsMs };
}
