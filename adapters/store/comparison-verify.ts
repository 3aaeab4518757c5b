import type { AuditProblem } from '../../domain/audit.ts';
import type { AuthorityState, TrustRoot } from '../../domain/gate/authority-log.ts';
import { allAgreements } from './agreements.ts';
import type { Tx } from './pool.ts';
import { objectionTo } from './proved-comparisons.ts';

/**
 * Comparisons of machine and people that nobody who may state them has signed as they stand, and those that the trail tells of and that
 * are gone or were set back to an earlier state. A promotion rests on them.
 * @param only of this case
 */
export async function forgedComparisons(
  tx: Tx,
  root: TrustRoot,
  states: readonly AuthorityState[],
  only?: string,
): Promise<AuditProblem[]> {
  const problems: AuditProblem[] = [];
  const problem = (id: string, revision: number, why: string) =>
    problems.push({
      case: id,
      kind: 'comparison_forged',
      message: `the comparison of revision ${revision} does not count: ${why}`,
    });
  for await (const page of allAgreements(tx, only))
    for (const row of page.filter(({ beforeSigning }) => !beforeSigning)) {
      const why = objectionTo(row, root, states);
      // A worker of before this version signs nothing, and what it states promotes nothing.
      if (why !== null && !(row.kind === 'confirmed' && row.signed === null))
        problem(row.case, row.revision, why);
    }
  for (const { case: id, revision, why } of await contradicted(tx, only)) problem(id, revision, why);
  return problems;
}

/** What the trail tells of each comparison: that a worker has looked, what a person decided blind, what was found afterwards. */
async function contradicted(tx: Tx, only?: string) {
  const { rows } = await tx.query<{ case: string; revision: number; why: string }>(
    `with told as (
        select a.case_id, a.body::jsonb as said from audit a join audit_heads h using (case_id)
          where a.seq > h.looks_unsigned_until and ($1::text is null or a.case_id = $1)
            and (a.body::jsonb ->> 'action' in ('decision.computed', 'case.checked')
              -- Shown without a decision, when a case ends, it says nothing of a comparison.
              or (a.body::jsonb ->> 'action' = 'decision.revealed' and a.body::jsonb ->> 'human' is not null))),
      compared as (
        select t.case_id, (t.said ->> 'revision')::int as revision,
            case
              when g.case_id is null then 'the trail tells of it, and it is gone'
              when t.said ->> 'human' is not null and g.human is null then 'the trail tells what a person decided, and it does not'
              when (t.said ->> 'agreed' = 'false' or t.said ->> 'verdict' = 'wrong') and g.agreed is distinct from false
                then 'the trail tells that they disagreed, and it does not'
            end as why
          from told t left join agreements g on g.case_id = t.case_id and g.revision = (t.said ->> 'revision')::int)
      select distinct case_id as "case", revision, why from compared where why is not null order by 1, 2`,
    [only ?? null],
  );
  return rows;
}
