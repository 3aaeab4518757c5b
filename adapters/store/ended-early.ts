import type { CaseStatus } from '../../domain/case.ts';
import type { Tx } from './pool.ts';

/**
 * Of these cases the open ones that may begin again, with their newest revision: nobody has decided them, they have written nothing but
 * messages, and no submission of theirs is on its way.
 */
export async function endedEarly(
  tx: Tx,
  cases: readonly string[],
  open: readonly CaseStatus[],
): Promise<{ case: string; revision: number }[]> {
  const { rows } = await tx.query<{ case: string; revision: number }>(
    `select c.case_id as "case", max(s.revision) as revision from cases c join submissions s using (case_id)
      where c.case_id = any($1) and c.status = any($2)
        and not exists (select from undelivered u where u.case_id = c.case_id)
        and not exists (select from effects e where e.case_id = c.case_id and e.operation <> 'notify.send')
        and not exists (select from audit a where a.case_id = c.case_id
          and a.body::json ->> 'action' = 'decision.accepted')
      group by c.case_id order by c.case_id`,
    [cases, open],
  );
  return rows;
}
