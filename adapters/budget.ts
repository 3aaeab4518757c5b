import { setTimeout as sleep } from 'node:timers/promises';
import { type Call, VendorFault } from './ports/call.ts';

/**
 * A token bucket per vendor account, taken before every request. In a local activity (`mayWait: false`) an empty bucket
 * fails at once, so that the step goes on as a regular activity instead of holding the workflow task.
 */
export interface Budget {
  /** @throws VendorFault `budget` when empty and the call may not wait. */
  take(call: Call): Promise<void>;
}

/** The bucket of a vendor as its settings say (`httpSettings`): one second's worth at once unless they say otherwise. */
export function bucketOf(
  vendor: string,
  { requestsPerSecond, burst }: { requestsPerSecond: number; burst?: number | undefined },
): Budget {
  return tokenBucket(vendor, requestsPerSecond, burst ?? Math.max(1, requestsPerSecond));
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
    async take(call) {
      const at = now();
      tokens = Math.min(burst, tokens + ((at - filledAt) / 1000) * perSecond);
      filledAt = at;
      if (tokens < 1 && !call.mayWait) {
        const retryAfterMs = ((1 - tokens) / perSecond) * 1000;
        throw new VendorFault({
          vendor,
          kind: 'budget',
          message: 'our own request budget is spent',
          retryAfterMs,
          certainlyNotLanded: true,
        });
      }
      tokens -= 1;
      // The token is taken first, so that waiting callers queue up behind each other instead of waking together.
      if (tokens < 0)
        await sleep((-tokens / perSecond) * 1000, undefined, call.signal ? { signal: call.signal } : {});
    },
  };
}
