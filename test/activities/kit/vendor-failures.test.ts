import { expect, test } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { vendorFailure } from '../../../activities/kit/vendor-failures.ts';
import { VendorFault } from '../../../adapters/ports/call.ts';

/** Temporal retries nothing any more after a delay of 0, and nothing whose delay is beyond the patience of its profile. */
test.each([
  [undefined, undefined],
  [0, 1],
  [-5, 1],
  [0.2, 1],
  [1_500, 1_500],
  [900_000, 300_000],
  [99_999_999_000, 300_000],
])('a wait of %p ms is a next attempt after %p ms', (retryAfterMs, delay) => {
  const fault = { vendor: 'prm', kind: 'rate_limited', message: 'HTTP 429' } as const;
  const failure = vendorFailure(
    new VendorFault(retryAfterMs === undefined ? fault : { ...fault, retryAfterMs }),
  );
  expect(failure).toBeInstanceOf(ApplicationFailure);
  expect((failure as ApplicationFailure).nextRetryDelay ?? undefined).toBe(delay);
});
