import {
  ActivityFailure,
  type ActivityInterfaceFor,
  type ActivityOptions,
  ApplicationFailure,
  proxyActivities,
  proxyLocalActivities,
  type UntypedActivities,
} from '@temporalio/workflow';
import { type Lifecycle, qualified } from '../../domain/lifecycles.ts';
import { inTurn } from './in-turn.ts';
import { local } from './profiles.ts';
import { quickFirst } from './quick-first.ts';

/**
 * Activities that run inside the workflow task (profile `local`). When the time there is too short, they go on as regular ones.
 * What an activity refuses for good (a non-retryable ApplicationFailure) is thrown at once.
 * @param lifecycle whose activities they are; absent for the activities that all lifecycles share
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
    return (...args: unknown[]) => {
      const patiently = async () => regular[name]?.(...args);
      return quickFirst(() => inTurn(async () => quick[name]?.(...args)), patiently, isRefusal);
    };
  };
  return new Proxy({}, { get: (_, name) => call(String(name)) }) as ActivityInterfaceFor<A>;
}

/** A failed local activity throws its failure bare, a regular one wraps it. */
function isRefusal(error: unknown): boolean {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof ApplicationFailure && cause.nonRetryable === true;
}
