import { isCancellation, sleep, TemporalFailure } from '@temporalio/workflow';
import { messageOf } from './failure-type.ts';
import type { Progress } from './progress.ts';

/** Steps that nothing else would ever do. When one fails for good, it changes nothing, is shown as a problem, and is tried again every hour. */
export interface PersistentSteps {
  failed(error: unknown): void;
  /** @throws CancelledFailure, and any error that does not come from an activity */
  persistently<T>(step: () => Promise<T>): Promise<T>;
}

export function persistentSteps(progress: Progress): PersistentSteps {
  function failed(error: unknown): void {
    progress.raise('step_failed');
    progress.show({}, `a step of the question failed and is tried again in an hour: ${messageOf(error)}`);
  }
  return {
    failed,
    async persistently(step) {
      for (;;) {
        try {
          const answer = await step();
          progress.clear('step_failed');
          return answer;
        } catch (error) {
          if (isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
          failed(error);
          await sleep('1 h');
        }
      }
    },
  };
}
