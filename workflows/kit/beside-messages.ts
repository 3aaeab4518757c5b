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
 * A replay may deliver a message earlier or later, relative to the end of a local activity, than the first run did, for instance after a task that
 * timed out. What follows from the two then changes places, and the workflow can never go on. Also, Temporal keeps an Update only when the task that
 * accepts it has ended. If the decision were verified within that task and Temporal were killed, Postgres would hold a decision that Temporal does not
 * know.
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
