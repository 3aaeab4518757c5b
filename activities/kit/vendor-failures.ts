// Not the whole package: the command line comes by here for every review that it shows.
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common/lib/failure.js';
import { type FaultKind, VendorFault } from '../../adapters/ports/call.ts';
import { FAILURES, type FailureType } from '../../domain/failures.ts';

const TYPE_OF: Record<FaultKind, FailureType> = {
  unavailable: 'VendorUnavailable',
  rate_limited: 'VendorUnavailable',
  budget: 'BudgetSpent',
  auth: 'VendorAuth',
  not_found: 'VendorRejected',
  rejected: 'VendorRejected',
};

/** Failures that belong to a normal day: no alert. */
const EXPECTED: readonly FailureType[] = ['BudgetSpent', 'EffectLeased', 'KillSwitch'];

/**
 * One of our named failures, retryable as domain/failures.ts says.
 * @param options.local a local activity: nothing is retried inside the workflow task, the step goes on as a regular activity.
 */
export function failure(
  type: FailureType,
  message: string,
  options: { details?: unknown[]; retryAfterMs?: number | undefined; local?: boolean } = {},
): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message,
    nonRetryable: options.local === true || !FAILURES[type].retryable,
    ...(options.details ? { details: options.details } : {}),
    ...(options.retryAfterMs === undefined ? {} : { nextRetryDelay: delayOf(options.retryAfterMs) }),
    ...(EXPECTED.includes(type) ? { category: ApplicationFailureCategory.BENIGN } : {}),
  });
}

/** Within the patience of every profile (workflows/kit/profiles.ts), so that the wait is Temporal's to keep and to show. */
const LONGEST_DELAY = 5 * 60_000;

/** A delay of 0 would end all retries. */
function delayOf(ms: number): number {
  return Math.min(LONGEST_DELAY, Math.max(1, Math.ceil(ms)));
}

/** A vendor's fault as the workflow sees it, with the vendor's own waiting time; any other error is passed on as it is. */
export function vendorFailure(error: unknown, options: { local?: boolean } = {}): unknown {
  if (!(error instanceof VendorFault)) return error;
  const { vendor, kind, status, code, message, retryAfterMs } = error;
  return failure(TYPE_OF[kind], message, {
    ...options,
    retryAfterMs,
    // Once more, because what a workflow catches has lost its nextRetryDelay.
    details: [
      {
        vendor,
        kind,
        status: status ?? null,
        code: code ?? null,
        message,
        retryAfterMs: retryAfterMs ?? null,
      },
    ],
  });
}

/** The failure of one of several writes, with what had landed before it: nobody may ask the vendor for that again. */
export function withLanded(error: unknown, landed: readonly object[]): unknown {
  if (!(error instanceof ApplicationFailure)) return error;
  const { message, type, nonRetryable, details, category, nextRetryDelay } = error;
  return ApplicationFailure.create({
    message,
    nonRetryable: nonRetryable ?? false,
    details: [details?.[0] ?? null, { landed }],
    ...(type == null ? {} : { type }),
    ...(category == null ? {} : { category }),
    ...(nextRetryDelay == null ? {} : { nextRetryDelay }),
  });
}
