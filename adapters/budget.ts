import { setTimeout as sleep } from 'node:timers/promises';
import { type Call, VendorFault } from './ports/call.ts';

/**
 * A token bucket, taken before every request. In a local activity (`mayWait: false`) an empty bucket fails at once, so that the
 * step goes on as a regular activity instead of holding the workflow task.
 */
export interface Budget {
  /**
   * @param units what the request costs by the vendor's tariff; default 1
   * @throws VendorFault `budget` when empty and the call may not wait.
   */
  take(call: Call, units?: number): Promise<void>;
}

/** @param perSecond tokens added each second; @param burst most tokens kept. */
export function tokenBucket(
  vendor: string,
  perSecond: number,
  burst: number,
  now: () => number = Date.now,
): Budget {
  let tokens = burst;
  let filledAt = now();
  return {
    async take(call, units = 1) {
      const at = now();
      tokens = Math.min(burst, tokens + ((at - filledAt) / 1000) * perSecond);
      filledAt = at;
      // What costs more than the bucket ever holds needs a full one, and whoever comes after waits for the rest.
      const needed = Math.min(units, burst);
      if (tokens < needed && !call.mayWait) {
        const retryAfterMs = ((needed - tokens) / perSecond) * 1000;
        throw new VendorFault({
          vendor,
          kind: 'budget',
          message: 'our own request budget is spent',
          retryAfterMs,
          certainlyNotLanded: true,
        });
      }
      const wait = ((needed - tokens) / perSecond) * 1000;
      // The tokens are taken first, so that waiting callers queue up behind each other instead of waking together.
      tokens -= units;
      if (wait > 0) await sleep(wait, undefined, call.signal ? { signal: call.signal } : {});
    },
  };
}
