import { type ThreadEnded, threads } from '../threads.ts';
import type { Jobs } from './reading-jobs.ts';

const read = threads<{ job: keyof Jobs; input: unknown }, unknown>(
  new URL('./reading-thread.ts', import.meta.url),
  true,
);

const MOST_MS: Record<keyof Jobs, number> = {
  addresses: 30_000,
  about: 20_000,
  text: 45_000,
  fields: 20_000,
  unpack: 20_000,
  rows: 60_000,
  claims: 20_000,
};

/**
 * Runs a job of reading in a thread, which is ended when its time or its memory is spent.
 * @returns the job's answer, or why there is none
 * @throws the signal's reason when it aborts
 */
export async function readInThread<Job extends keyof Jobs>(
  job: Job,
  input: Parameters<Jobs[Job]>[0],
  { ms = MOST_MS[job], signal }: { ms?: number; signal?: AbortSignal | undefined } = {},
): Promise<{ answer: Awaited<ReturnType<Jobs[Job]>> } | ThreadEnded> {
  return (await read({ job, input }, { ms, signal })) as
    | { answer: Awaited<ReturnType<Jobs[Job]>> }
    | ThreadEnded;
}
