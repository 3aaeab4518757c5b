import type { WorkflowInterceptors } from '@temporalio/workflow';

let onlyAnswer = false;

/** Whether the workflow goes on for nothing else than the answer of a local activity. False where the bundle lacks the interceptor below. */
export function hasOnlyAnswer(): boolean {
  return onlyAnswer;
}

/** Bundled with the workflows (workers/bundled.ts): tells what has come in since the workflow went on last. */
export const interceptors = (): WorkflowInterceptors => ({
  internals: [
    {
      activate(input, next) {
        const [job, ...others] = input.activation.jobs ?? [];
        onlyAnswer = others.length === 0 && job?.resolveActivity?.isLocal === true;
        next(input);
      },
    },
  ],
});
