import type { CaseKind, CaseStatus } from '../../domain/case.ts';
import type { Tx } from './pool.ts';

/** What a decision or a write may have used: any of these, each by its beginning at least. */
export interface Versions {
  /** Hash of a prompt, or the beginning of one. */
  prompt?: string;
  /** Id of a model. */
  model?: string;
  /** Version of a policy, or the beginning of one. */
  policy?: string;
  /** The build that decided or wrote. */
  build?: string;
}

/** One use of a version in a case. Instants are UTC, ISO 8601. */
export interface Touched {
  case: string;
  lifecycle: CaseKind;
  at: string;
  /** `decision.computed`, `effect.done` … of the trail, or the prompt that a model was asked. */
  use: string;
  status: CaseStatus;
  outcome: string | null;
  amountUsd: string | null;
  /** Writes that stand. */
  standing: number;
}

/** Uses that the evidence of models and the audit trail know, oldest first. Every version that is named must have been used. */
export async function touchedBy(tx: Tx, versions: Versions, since: string | null): Promise<Touched[]> {
  const { prompt, model, policy, build } = versions;
  const { rows } = await tx.query<Omit<Touched, 'at'> & { at: Date }>(
    `with uses as (
        select case_id, (body::jsonb ->> 'at')::timestamptz as at, body::jsonb ->> 'prompt' as use,
            case when starts_with(body::jsonb ->> 'promptHash', $1) then 'prompt' end as prompt,
            case when exists (select from jsonb_array_elements(body::jsonb -> 'attempts') as asked
              where asked ->> 'model' = $2) then 'model' end as model,
            null as policy, null as build
          from evidence where kind = 'model' and ($1::text is not null or $2::text is not null)
        union all
        select case_id, at, said ->> 'action', null, null,
            case when starts_with(said ->> 'policy', $3) and said ->> 'action' = 'decision.computed' then 'policy' end,
            case when said ->> 'build' = $4 then 'build' end
          from audit, lateral (select body::jsonb as said) as parsed
          where ($3::text is not null or $4::text is not null)),
      used as (
        select * from uses where coalesce(prompt, model, policy, build) is not null
          and ($5::timestamptz is null or at >= $5)),
      fitting as (
        select case_id from used group by case_id
          having ($1::text is null or bool_or(prompt is not null)) and ($2::text is null or bool_or(model is not null))
            and ($3::text is null or bool_or(policy is not null)) and ($4::text is null or bool_or(build is not null)))
      select c.case_id as "case", c.lifecycle, used.at, used.use, c.status, c.outcome, c.amount_usd as "amountUsd",
          (select count(*)::int from effects e where e.case_id = c.case_id and e.undoes is null
            and e.operation <> 'rollback' and e.status in ('sent', 'done', 'in_doubt')
            and not exists (select from effects u where u.undoes = e.key and u.status = 'done')) as standing
        from used join fitting using (case_id) join cases c using (case_id)
        order by used.at, c.case_id`,
    [prompt ?? null, model ?? null, policy ?? null, build ?? null, since],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
