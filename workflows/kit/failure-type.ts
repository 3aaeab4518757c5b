import {
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  patched,
  sleep,
  TimeoutFailure,
} from '@temporalio/workflow';
import { FAILURES, type FailureType } from '../../domain/failures.ts';

/** One of our named failures, `timeout` when the time was up, `unknown` for anything unforeseen. */
export type ActivityProblem = FailureType | 'timeout' | 'unknown';

/**
 * What an activity failed with; null when it was cancelled, or when it was not an activity that failed. Regular activities
 * wrap their failure in an ActivityFailure, local ones do not.
 */
export function failureType(error: unknown): ActivityProblem | null {
  if (isCancellation(error)) return null;
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof TimeoutFailure) return 'timeout';
  if (!(cause instanceof ApplicationFailure)) return error instanceof ActivityFailure ? 'unknown' : null;
  return cause.type && Object.hasOwn(FAILURES, cause.type) ? (cause.type as FailureType) : 'unknown';
}

/** Whether the same call may succeed later. */
export function mayRetry(problem: ActivityProblem | null): boolean {
  if (problem === null) return false;
  return problem === 'timeout' || problem === 'unknown' || FAILURES[problem].retryable;
}

/** The activity's own words. */
export function messageOf(error: unknown): string {
  const cause = error instanceof ActivityFailure ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}

/** Longer than this nobody waits in silence. */
const QUIET_MS = 30_000;

/**
 * Waits as long as the vendor asked for (Retry-After) before a failed local activity goes on as a regular one, which would
 * otherwise come too soon. Our own budget is waited for by the regular activity itself; so is a long wait, which the vendor then tells again:
 * there it is Temporal's next attempt, which everybody sees.
 */
export async function pauseAfter(error: unknown): Promise<void> {
  if (!(error instanceof ApplicationFailure) || error.type === 'BudgetSpent') return;
  const [said] = (error.details ?? []) as { retryAfterMs?: number | null }[];
  if (!said?.retryAfterMs) return;
  if (said.retryAfterMs > QUIET_MS && patched('long-waits-shown')) return;
  await sleep(said.retryAfterMs);
}
