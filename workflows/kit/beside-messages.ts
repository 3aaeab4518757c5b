import {
  type ActivityInterfaceFor,
  type ActivityOptions,
  patched,
  proxyActivities,
  type UntypedActivities,
} from '@temporalio/workflow';
import { localFirst } from './step.ts';

/**
 * Activities that messages set off: regular ones, whose beginning and end are events of the history.
 *
 * A replay may bring a message earlier or later in relation to the end of a local activity than the first time, for instance after a task that
 * timed out. What follows from the two then changes places, and the workflow can never go on. Nor is an Update kept before the task that
 * accepts it has ended: verified within that task, a decision could stand in Postgres of which Temporal, killed at that moment, knows nothing.
 * Workflows that began before this change stay with local ones.
 */
export function besideMessages<A extends UntypedActivities>(
  patient: ActivityOptions,
): ActivityInterfaceFor<A> {
  type Callable = Record<string | symbol, (...args: unknown[]) => Promise<unknown>>;
  const before = localFirst<A>(patient) as unknown as Callable;
  const regular = proxyActivities(patient) as unknown as Callable;
  const call =
    (name: string | symbol) =>
    (...args: unknown[]) =>
      (patched('beside-messages') ? regular : before)[name]?.(...args);
  return new Proxy({}, { get: (_, name) => call(name) }) as ActivityInterfaceFor<A>;
}
