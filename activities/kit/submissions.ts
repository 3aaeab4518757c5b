import { getCase } from '../../adapters/store/cases.ts';
import { jsonb } from '../../adapters/store/jsonb.ts';
import type { Store, Tx } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import { submissionOf } from '../../adapters/store/submissions.ts';
import type { CaseIdentity } from '../../domain/case.ts';
import type { JsonObject } from '../../domain/json.ts';

export type SubmissionActivities = ReturnType<typeof submissionActivities>;

/** What Postgres knows of a case: what its workflow is told in a message or a start is only a hint to look here. */
export interface CaseStanding extends Pick<CaseIdentity, 'source' | 'externalId' | 'sequence'> {
  /** Highest revision of its submission that is kept; 0 when there is none. */
  newest: number;
  /** What the last run that went on as a new one has left; null when none did. */
  kept: KeptRun | null;
}

/** State of a run, for the one that comes after it. */
export interface KeptRun {
  /** Run that has kept it: it is worth something only for the run that follows this one. */
  run: string;
  state: JsonObject;
}

export function submissionActivities({ store }: { store: Store }) {
  return {
    /** The highest revision of a case that is kept; 0 when there is none. */
    async newestRevision(id: string): Promise<number> {
      return (await submissionOf(statement(store), id))?.revision ?? 0;
    },

    /** Null for a case that nobody has recorded. */
    async caseStanding(id: string): Promise<CaseStanding | null> {
      const tx = statement(store);
      const [row, submission] = await Promise.all([getCase(tx, id), submissionOf(tx, id)]);
      if (!row) return null;
      const { source, externalId, sequence } = row;
      return { source, externalId, sequence, newest: submission?.revision ?? 0, kept: await keptRun(tx, id) };
    },

    /** Keeps what the next run has to know. Repeating it changes nothing. @throws Error when there is no such case */
    async keepRun(id: string, run: string, state: JsonObject): Promise<void> {
      const { rowCount } = await statement(store).query('update cases set kept_run = $2 where case_id = $1', [
        id,
        jsonb({ run, state }),
      ]);
      if (rowCount !== 1) throw new Error(`no case ${id}; see: quarterdeck cases list`);
    },
  };
}

async function keptRun(tx: Tx, id: string): Promise<KeptRun | null> {
  const { rows } = await tx.query<{ kept_run: KeptRun | null }>(
    'select kept_run from cases where case_id = $1',
    [id],
  );
  return rows[0]?.kept_run ?? null;
}
