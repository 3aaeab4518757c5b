import type { Lifecycle } from '../../domain/lifecycles.ts';
import { addressesIn } from '../store/addresses.ts';
import { CLAIM_JOBS } from './claim/reading-jobs.ts';
import { DEAL_JOBS } from './deal/reading-jobs.ts';
import { eventLifecycle } from './event-lifecycle.ts';
import { type ZipEntry, zipEntries } from './zip-entries.ts';

/**
 * The work of reading that a hostile input can make long or large. A thread runs it (reading-thread.ts), so arguments and answers are
 * what structured clone carries.
 */
export const JOBS = {
  /** E-mail addresses in raw bytes. */
  async addresses({ body }: { body: Uint8Array }): Promise<string[]> {
    return addressesIn(Buffer.from(body));
  },

  /** What a long event is about. */
  async about({ body, otherwise }: { body: Uint8Array; otherwise: Lifecycle }): Promise<Lifecycle> {
    return eventLifecycle(body, otherwise);
  },

  /** The files of an archive. */
  async unpack({ body }: { body: Uint8Array }): Promise<{ entries: ZipEntry[] } | { problem: string }> {
    const entries = zipEntries(Buffer.from(body));
    return Array.isArray(entries) ? { entries } : entries;
  },

  ...DEAL_JOBS,
  ...CLAIM_JOBS,
};

export type Jobs = typeof JOBS;
