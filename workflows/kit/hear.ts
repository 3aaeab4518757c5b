import {
  ApplicationFailure,
  HandlerUnfinishedPolicy,
  type SignalDefinition,
  TemporalFailure,
  type UpdateDefinition,
} from '@temporalio/common';
import { DeterminismViolationError, isCancellation, setHandler } from '@temporalio/workflow';
import { messageProblem } from '../../domain/foreign-message.ts';
import { messageOf } from './failure-type.ts';

/** What is wrong with what was said, in one sentence; null when it has the form that the handler takes. */
export type FormProblem = (said: unknown) => string | null;

/** Accepts any form: for messages whose name is all that they say. */
export const anyForm: FormProblem = () => null;

export interface SignalHearing<T> {
  form: FormProblem;
  take(said: T): unknown;
  /** Instead of `take`, for what has not the form. */
  malformed(problem: string, said: unknown): unknown;
  /** Told why one of the two broke off. Nobody waits for the answer to a signal. */
  failed(problem: string): void;
}

/**
 * Hears a signal. Anybody who can reach Temporal may send one, so its form is checked before anything of it is used, and nothing that happens in its
 * handler may fail the workflow's task, because that would lock the workflow for good.
 */
export function onSignal<T>(
  signal: SignalDefinition<[T]> | SignalDefinition<[]>,
  { form, take, malformed, failed }: SignalHearing<T>,
): void {
  const hear = async (...args: unknown[]): Promise<void> => {
    try {
      const problem = messageProblem(args) ?? form(args[0]);
      await (problem === null ? take(args[0] as T) : malformed(problem, args[0]));
    } catch (error) {
      if (error instanceof DeterminismViolationError) throw error;
      if (!isCancellation(error)) failed(messageOf(error));
    }
  };
  setHandler(signal as SignalDefinition, hear, { unfinishedPolicy: HandlerUnfinishedPolicy.ABANDON });
}

/**
 * Hears an update in the same way: what has not the right form is refused before it is accepted, so it leaves no trace in the history.
 * @param refusal the failure that its sender gets
 */
export function onUpdate<R, T>(
  update: UpdateDefinition<R, [T]>,
  form: FormProblem,
  take: (said: T) => Promise<R>,
  refusal: (problem: string) => Error,
): void {
  const hear = async (said: T): Promise<R> => {
    try {
      return await take(said);
    } catch (error) {
      if (error instanceof TemporalFailure || error instanceof DeterminismViolationError) throw error;
      // An error of another kind would fail the workflow's task for good.
      throw ApplicationFailure.nonRetryable(messageOf(error));
    }
  };
  setHandler(update, hear, {
    validator: (...args: unknown[]) => {
      const problem = messageProblem(args) ?? form(args[0]);
      if (problem !== null) throw refusal(problem);
    },
    unfinishedPolicy: HandlerUnfinishedPolicy.ABANDON,
  });
}
