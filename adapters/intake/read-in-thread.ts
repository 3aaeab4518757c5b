import { inThread, type ThreadBudget } from '../documents/thread.ts';
import type { Jobs } from './deal/reading-jobs.ts';

/**
 * Runs a job of reading in a thread of its own, which is ended when its time or its memory is spent.
 * @returns the job's answer, or why there is none
 * @throws the signal's reason when it aborts
 */
export function readInThread<Job extends keyof Jobs>(
  job: Job,
  input: Parameters<Jobs[Job]>[0],
  budget: ThreadBudget,
): Promise<{ answer: Awaited<ReturnType<Jobs[Job]>> } | { code: 'too_slow' | 'too_large' | 'broken' }> {
  return inThread(new URL('./reading-thread.ts', import.meta.url), { job, input }, budget);
}
