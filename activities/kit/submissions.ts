import { jsonb } from '../../adapters/store/jsonb.ts';
import { MODEL_VERSIONS } from '../../adapters/store/model-versions.ts';
import type { Store } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import { submissionOf } from '../../adapters/store/submissions.ts';
import type { CaseIdentity } from '../../domain/case.ts';
import type { JsonObject } from '../../domain/json.ts';

export type SubmissionActivities = ReturnType<typeof submissionActivities>;

/** What Postgres knows of a case: what its workflow is told in a message or a start is only a hint to look here. */
export interface RecordedCase extends Pick<CaseIdentity, 'source' | 'externalId' | 'sequence'> {
  /** Highest revision of its submission that is kept; 0 when there is none. */
  newest: number;
  /** Prompts and models that were asked before it began (domain/versions.ts). */
  versions?: string[];
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
    async caseStanding(id: string): Promise<RecordedCase | null> {
      const { rows } = await statement(store).query<RecordedCase>(
        `select source, external_id as "externalId", sequence, kept_run as kept, ${MODEL_VERSIONS} as versions,
            coalesce((select max(revision) from submissions s where s.case_id = c.case_id), 0) as newest
          from cases c where case_id = $1`,
        [id],
      );
      return rows[0] ?? null;
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
