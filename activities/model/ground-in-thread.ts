import { type ThreadEnded, threads } from '../../adapters/threads.ts';
import type { Jobs } from './grounding-jobs.ts';

const run = threads<{ job: keyof Jobs; input: unknown }, unknown>(
  new URL('./grounding-thread.ts', import.meta.url),
  true,
);

const MOST_MS = 20_000;

/**
 * Runs a job on foreign text in a thread, which is ended when its time or its memory is spent: the worker's own loop answers Temporal
 * meanwhile.
 * @returns the job's answer, or why there is none
 */
export async function groundInThread<Job extends keyof Jobs>(
  job: Job,
  input: Parameters<Jobs[Job]>[0],
): Promise<{ answer: ReturnType<Jobs[Job]> } | ThreadEnded> {
  return (await run({ job, input }, { ms: MOST_MS })) as { answer: ReturnType<Jobs[Job]> } | ThreadEnded;
}
