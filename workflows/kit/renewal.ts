import { condition, continueAsNew, patched, sleep, workflowInfo } from '@temporalio/workflow';
import type { KeptRun, SubmissionActivities } from '../../activities/kit/submissions.ts';
import type { JsonObject } from '../../domain/json.ts';
import { besideMessages } from './beside-messages.ts';
import { messageOf } from './failure-type.ts';
import { record } from './profiles.ts';

const runs = besideMessages<SubmissionActivities>(record);

/** A case goes on as a new run before its history reaches the server's limits. */
export interface Renewal {
  /** Whether it is time and nothing is under way. Check it in every condition that may wait for long. */
  due(): boolean;
  /**
   * Goes on as a new run. Call it where the workflow waits, never in a handler.
   * @param waits asked last: false when what the workflow waits for has come meanwhile, so that this run goes on; default: it still waits
   */
  renew(waits?: () => boolean): Promise<void>;
}

export interface Renewable {
  case: string;
  /** Given to the new run. */
  input: unknown;
  /** Nothing is queued, and every handler is done. */
  quiet(): boolean;
  /** Runs a job when what changes the state is idle. */
  served<T>(job: () => Promise<T>): Promise<T>;
  /** What the new run has to know; kept in Postgres, because anybody could start a run with any input. */
  state(): JsonObject;
  /** Told why the state could not be kept. */
  failed(problem: string): void;
  /** Updates taken by this run: the server takes 2,000 and does not warn before that. */
  updates(): number;
}

const MOST_UPDATES = 1_500;

export function openRenewal({ quiet, served, state, updates, failed, ...one }: Renewable): Renewal {
  const long = () => workflowInfo().continueAsNewSuggested || updates() >= MOST_UPDATES;
  return {
    due: () => long() && quiet(),
    async renew(waits = () => true) {
      let kept: string | null = null;
      for (;;) {
        // This run still takes what has arrived meanwhile, and that changes what has to be kept.
        await condition(quiet);
        if (!waits() && patched('renewal-given-up')) return;
        const now = JSON.stringify(state());
        if (now === kept) return continueAsNew(one.input);
        try {
          await served(() => runs.keepRun(one.case, workflowInfo().runId, JSON.parse(now) as JsonObject));
          kept = now;
        } catch (error) {
          failed(messageOf(error));
          await sleep('1 min');
        }
      }
    },
  };
}

/** What the run before this one has kept for it; null for any other run. */
export function keptFor(kept: KeptRun | null): JsonObject | null {
  const { continuedFromExecutionRunId: before } = workflowInfo();
  return kept !== null && kept.run === before ? kept.state : null;
}
