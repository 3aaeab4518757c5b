import type { ApplicationFailure } from '@temporalio/common';
import { type EffectRequest, effectActivities } from '../../activities/ledger/effects.ts';
import type { Write } from '../../adapters/ports/write.ts';
import type { Store } from '../../adapters/store/pool.ts';
import type { JsonObject } from '../../domain/json.ts';

let cases = 0;

/** What a case asks of the ledger, with the time-outs of a regular activity made short. */
export function effectOf(payload: JsonObject, more: Partial<EffectRequest> = {}): EffectRequest {
  cases += 1;
  const id = `test:only-one:${process.pid}-${cases}`;
  return {
    ...{ key: `${id}/account/1`, case: id, step: 'account', revision: 1, operation: 'crm.upsertAccount' },
    ...{ payload, lifecycle: 'deal', segment: 'Gold/EMEA/standard' },
    ...{ timeoutMs: 1_000, leaseMs: 1_500, mayWait: true },
    ...more,
  };
}

/** How long a request that nobody waits for any more may still be at work. */
export const SETTLE_MS = 300;

export function worker(store: Store, write: Write) {
  const writes = { 'crm.upsertAccount': write };
  return effectActivities({ store, writes, settleMs: SETTLE_MS, now: () => new Date() });
}

/** Asks again as Temporal would, after the delay that the failure names. */
export async function untilSettled<T>(work: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + 20_000; ; ) {
    try {
      return await work();
    } catch (error) {
      const { nonRetryable, nextRetryDelay } = error as ApplicationFailure;
      if (nonRetryable || Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, Number(nextRetryDelay ?? 50)));
    }
  }
}
