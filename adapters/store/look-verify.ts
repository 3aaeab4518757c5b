import type { AuditProblem } from '../../domain/audit.ts';
import type { Tx } from './pool.ts';

/**
 * Kept looks that no worker has computed: the workflow and whoever decides act on what a look says, and our own role in the database can
 * put one in before a worker does. Each has to agree with the row of the trail that was written with it, with its evidence and, in a
 * deal, with the submission of its revision.
 * @param before by case: rows up to this one were covered before the log of authority began
 */
export async function forgedLooks(
  tx: Tx,
  before: ReadonlyMap<string, number>,
  only?: string,
): Promise<AuditProblem[]> {
  const { rows } = await tx.query<{ case: string; revision: number; seq: number | null; why: string }>(
    `with looks as (
        select regexp_replace(step, '/triage/[0-9]+$', '') as case_id, substring(step from '/triage/([0-9]+)$') as revision, answer
          from steps where step ~ '/triage/[0-9]{1,9}$'),
      compared as (
        select l.case_id, l.revision::int as revision, computed.seq,
            case
              when computed.seq is null then 'no worker computed it'
              when computed.said ->> 'evidence' is distinct from l.answer ->> 'evidenceHash'
                or coalesce(computed.said ->> 'outcome', decided.outcome) is distinct from l.answer ->> 'outcome'
                or computed.said ->> 'mode' is distinct from l.answer ->> 'mode'
                or computed.said ->> 'segment' is distinct from l.answer ->> 'segment' then 'the trail tells of another'
              when gathered.said is null or submitted.said is null then null
              when coalesce(gathered.said ->> 'estimated_value', '0') is distinct from l.answer ->> 'amountUsd'
                then 'its evidence states another value'
              when gathered.said -> 'stated_value' is distinct from submitted.said -> 'stated_value'
                or gathered.said -> 'customer_name' is distinct from submitted.said -> 'customer_name'
                then 'its evidence is that of another submission'
            end as why
          from looks l
            left join lateral (
              select a.seq, a.body::jsonb as said from audit a
                where a.case_id = l.case_id and a.body::jsonb ->> 'action' = 'decision.computed'
                  and a.body::jsonb ->> 'revision' = l.revision
                order by a.seq limit 1) computed on true
            -- Of a case that is decided blind the trail names the decision, and not what it says.
            left join lateral (
              select e.body::jsonb -> 'decision' ->> 'outcome' as outcome from evidence e
                where e.kind = 'decision' and e.hash = computed.said ->> 'decision' limit 1) decided on true
            left join lateral (
              select e.body::jsonb -> 'submission' as said from evidence e
                where e.case_id = l.case_id and e.kind = 'gathered' and e.hash = l.answer ->> 'evidenceHash') gathered on true
            left join lateral (
              select s.canonical -> 'submission' as said from submissions s
                where s.case_id = l.case_id and s.revision = l.revision::int) submitted on true
          where $1::text is null or l.case_id = $1)
      select case_id as "case", revision, seq, why from compared where why is not null order by 1, 2`,
    [only ?? null],
  );
  return rows
    .filter(({ case: id, seq }) => (seq === null ? !before.has(id) : seq > (before.get(id) ?? 0)))
    .map(({ case: id, revision, why }) => ({
      case: id,
      kind: 'look_forged',
      message: `the look at revision ${revision} is not a worker's: ${why}`,
    }));
}
