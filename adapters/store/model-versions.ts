import type { Tx } from './pool.ts';

/** Prompts and models that the case `c` of a query has asked, named as domain/versions.ts does. */
export const MODEL_VERSIONS = `array(
  select 'prompt:' || (body::jsonb ->> 'promptHash') from evidence where case_id = c.case_id and kind = 'model'
  union select 'model:' || (asked ->> 'model') from evidence, jsonb_array_elements(body::jsonb -> 'attempts') as asked
    where case_id = c.case_id and kind = 'model' and asked ->> 'model' is not null)`;

/** Prompts and models that a case has asked, whatever came of it. */
export async function modelVersions(tx: Tx, caseId: string): Promise<string[]> {
  const { rows } = await tx.query<{ versions: string[] }>(
    `select ${MODEL_VERSIONS} as versions from cases c where case_id = $1`,
    [caseId],
  );
  return rows[0]?.versions ?? [];
}
