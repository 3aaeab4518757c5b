import type { CaseRow } from '../../adapters/store/cases.ts';
import { appealsOf } from '../../adapters/store/deal/appeals.ts';
import type { Tx } from '../../adapters/store/pool.ts';

/** What earlier cases of the same registration left behind. */
export interface DealBefore {
  /** Whoever rejected it, when this case is the appeal: somebody else decides. */
  formerReviewers: string[];
  /** Id of the record that we made in the PRM; null when we made none that stands. */
  prmDeal: string | null;
}

/** A reopening, a new start or an appeal goes on with what the cases before it wrote. */
export async function dealBefore(
  tx: Tx,
  { case: id, previousCase }: Pick<CaseRow, 'case' | 'previousCase'>,
): Promise<DealBefore> {
  if (previousCase === null) return { formerReviewers: [], prmDeal: null };
  const { as } = await appealsOf(tx, id);
  const { rows } = await tx.query<{ id: string }>(
    `with recursive earlier as (
         select case_id, previous_case, sequence from cases where case_id = $1
       union all
         select c.case_id, c.previous_case, c.sequence from cases c join earlier e on c.case_id = e.previous_case)
     select e.landed ->> 'id' as id from effects e join earlier using (case_id)
       where e.operation = 'prm.createDeal' and e.status = 'done' and e.undoes is null
         and not exists (select from effects u where u.undoes = e.key and u.status = 'done')
       order by earlier.sequence desc limit 1`,
    [previousCase],
  );
  return { formerReviewers: as?.formerReviewers ?? [], prmDeal: rows[0]?.id ?? null };
}
