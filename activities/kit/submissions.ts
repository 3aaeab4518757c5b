import type { Store } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import { submissionOf } from '../../adapters/store/submissions.ts';

export type SubmissionActivities = ReturnType<typeof submissionActivities>;

export function submissionActivities({ store }: { store: Store }) {
  return {
    /** The highest revision of a case that is kept; 0 when there is none. */
    async newestRevision(id: string): Promise<number> {
      return (await submissionOf(statement(store), id))?.revision ?? 0;
    },
  };
}
