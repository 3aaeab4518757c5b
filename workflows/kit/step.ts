import {
  ActivityFailure,
  type ActivityInterfaceFor,
  type ActivityOptions,
  ApplicationFailure,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  type UntypedActivities,
} from '@temporalio/workflow';
import { type Lifecycle, qualified } from '../../domain/lifecycles.ts';
import { pauseAfter } from './failure-type.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { local } from './profiles.ts';

/**
 * Activities that run inside the workflow task (profile `local`), and go on as regular ones when that was too short.
 * What an activity refuses for good (a non-retryable ApplicationFailure) is thrown at once.
 * @param lifecycle whose own activities they are; absent: those that all share
 */
export function localFirst<A extends UntypedActivities>(
  patient: ActivityOptions,
  lifecycle?: Lifecycle,
): ActivityInterfaceFor<A> {
  type Callable = Record<string | symbol, (...args: unknown[]) => Promise<unknown>>;
  const quick = proxyLocalActivities(local) as unknown as Callable;
  const regular = proxyActivities(patient) as unknown as Callable;
  const call = (said: string) => {
    const name = lifecycle === undefined ? said : qualified(lifecycle, said);
    return async (...args: unknown[]) => {
      try {
        return await oneAtATime(async () => quick[name]?.(...args));
      } catch (error) {
        if (isCancellation(error) || isFinal(error)) throw error;
        await pauseAfter(error);
        return regular[name]?.(...args);
      }
    };
  };
  return new Proxy({}, { get: (_, name) => call(String(name)) }) as ActivityInterfaceFor<A>;
}

/** A failed local activity throws its failure bare, a regular one wraps it. */
function isFinal(error: unknown): boolean {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof ApplicationFailure && cause.nonRetryable === true;
}
