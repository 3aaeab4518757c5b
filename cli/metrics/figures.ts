import { loadAuthority } from '../../adapters/store/authority.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { calendarOf } from '../../contracts/calendars.ts';
import type { Moment } from '../../domain/attention.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import type { MeasuredCase } from '../../domain/metrics.ts';
import type { OutcomeCase } from '../../domain/outcomes.ts';
import { calendars } from '../../installation/calendars.ts';
import { readPolicy } from '../policy.ts';

/** Which cases are counted: of a lifecycle, opened from a UTC instant on, with or without the sample channel's. */
export interface Counted {
  lifecycle: Lifecycle;
  /** Field of a case's summary that holds what the machine advised. */
  adviceField: string;
  since: string;
  sample: boolean;
}

export interface Counts {
  cases: number;
  byStatus: Record<string, number>;
  byAdvice: Record<string, number>;
  deadLetters: number;
}

const COUNTED = 'from cases where lifecycle = $1 and opened_at >= $2 and ($3 or not sample)';

export async function counts(tx: Tx, of: Counted): Promise<Counts> {
  const by = async (what: string) => {
    const { rows } = await tx.query<{ key: string; n: number }>(
      `select ${what} as key, count(*)::int as n ${COUNTED} group by 1 order by 1`,
      [of.lifecycle, of.since, of.sample],
    );
    return Object.fromEntries(rows.map((row) => [row.key, row.n]));
  };
  const byStatus = await by('status');
  const { rows: letters } = await tx.query<{ n: number }>(
    'select count(*)::int as n from dead_letters where received_at >= $1 and retried_at is null',
    [of.since],
  );
  return {
    cases: Object.values(byStatus).reduce((sum, n) => sum + n, 0),
    byStatus,
    byAdvice: await by(`coalesce(summary ->> '${of.adviceField}', 'not computed')`),
    deadLetters: letters[0]?.n ?? 0,
  };
}

interface Trail {
  case_id: string;
  segment: string | null;
  advice: string | null;
  received: Date;
  taken_back: boolean;
  looked: string | null;
  looked_by: string | null;
  decision: MeasuredCase['decision'];
  decided_at: string | null;
  decided_by: string | null;
  outcome: string | null;
  closed: string | null;
}

/** Each case with what its audit trail says of it: the trail, and not the row, knows who looked when. */
export async function measuredCases(tx: Tx, of: Counted): Promise<Array<MeasuredCase & OutcomeCase>> {
  const { rows } = await tx.query<Trail>(
    `with counted as (select case_id, segment, summary ->> '${of.adviceField}' as advice, opened_at as received,
         status in ('rolled_back', 'rollback_incomplete') as taken_back ${COUNTED}),
     said as (
       select a.case_id, a.seq, said ->> 'at' as at, said ->> 'action' as action, said ->> 'actor' as actor,
           said ->> 'decision' as decision, said ->> 'outcome' as outcome
         from audit a join counted using (case_id), lateral (select a.body::jsonb as said) as parsed),
     trail as (
       select case_id,
           (array_agg(at order by seq) filter (where look))[1] as looked,
           (array_agg(actor order by seq) filter (where look))[1] as looked_by,
           (array_agg(decision order by seq desc) filter (where settled))[1] as decision,
           (array_agg(at order by seq desc) filter (where settled))[1] as decided_at,
           (array_agg(actor order by seq desc) filter (where settled))[1] as decided_by,
           (array_agg(outcome order by seq desc) filter (where done))[1] as outcome,
           (array_agg(at order by seq desc) filter (where done))[1] as closed
         from said, lateral (select action = 'decision.accepted' and decision not in ('reassign', 'rollback') as look,
           action = 'decision.accepted' and decision in ('approve', 'reject', 'override') as settled,
           action = 'case.closed' as done) as what
         group by case_id)
     select * from counted left join trail using (case_id) order by case_id`,
    [of.lifecycle, of.since, of.sample],
  );
  const { people } = await loadAuthority(tx);
  const found = readPolicy(calendars);
  const calendar = (by: string | null) =>
    calendarOf(people[by ?? ''] ?? { zone: 'UTC', region: null }, found);
  return rows.map((row) => ({
    case: row.case_id,
    settled: settledOf(row),
    segment: row.segment,
    receivedAt: row.received.toISOString(),
    advice: row.advice,
    firstReview: row.looked === null ? null : { at: row.looked, calendar: calendar(row.looked_by) },
    decision: row.decision,
    closed: row.outcome === null || row.closed === null ? null : { outcome: row.outcome, at: row.closed },
    takenBack: row.taken_back,
  }));
}

/** A case that was only watched, or whose partner stayed silent, was decided by nobody. */
function settledOf({ decided_at, decided_by, outcome, closed }: Trail): OutcomeCase['settled'] {
  if (decided_at !== null) return { at: decided_at, by: decided_by };
  const decided = outcome !== null && outcome !== 'Incomplete' && !outcome.startsWith('shadow: ');
  return decided && closed !== null ? { at: closed, by: null } : null;
}

/** When people opened these cases or acted on them. A rollback is no answer to a question. */
export async function momentsOf(tx: Tx, of: Counted): Promise<Moment[]> {
  const { rows } = await tx.query<Moment>(
    `with counted as (select case_id ${COUNTED})
      select a.case_id as "case", said ->> 'actor' as by, said ->> 'at' as at,
          case said ->> 'action' when 'case.opened' then 'opened' else 'acted' end as did
        from audit a join counted using (case_id), lateral (select a.body::jsonb as said) as parsed
        where said ->> 'action' = 'case.opened'
          or (said ->> 'action' = 'decision.accepted' and said ->> 'decision' <> 'rollback')
        order by a.case_id, a.seq`,
    [of.lifecycle, of.since, of.sample],
  );
  return rows;
}
