import type { Tx } from '../adapters/store/pool.ts';

/** Counts of one lifecycle, from Postgres; agreement is measured apart. */
export interface Figures {
  cases: number;
  byStatus: Record<string, number>;
  byTriage: Record<string, number>;
  /** Minutes from the opened gate to the first decision of a person; null before the first. */
  firstReviewMinutes: { n: number; median: number | null; p90: number | null };
  /** What people decided in reviews. */
  decided: { n: number; approved: number; rejected: number; overridden: number };
  deadLetters: number;
}

/**
 * @param since only cases created, and decisions taken, from this UTC instant on.
 * @param sample whether records of the sample channel count.
 */
export async function figures(
  tx: Tx,
  of: { lifecycle: string; since: string; sample: boolean },
): Promise<Figures> {
  const values = [of.lifecycle, of.since, of.sample];
  const counted = `from cases where lifecycle = $1 and created_at >= $2 and ($3 or not sample)`;
  const byStatus = await counts(tx, `select status as key, count(*)::int as n ${counted} group by 1`, values);
  const byTriage = await counts(
    tx,
    `select coalesce(summary ->> 'triage_status', 'not computed') as key, count(*)::int as n ${counted} group by 1`,
    values,
  );
  const { rows: letters } = await tx.query<{ n: number }>(
    'select count(*)::int as n from dead_letters where received_at >= $1 and case_id is null',
    [of.since],
  );
  return {
    cases: Object.values(byStatus).reduce((sum, n) => sum + n, 0),
    byStatus,
    byTriage,
    firstReviewMinutes: await firstReview(tx, values),
    decided: await decisions(tx, values),
    deadLetters: letters[0]?.n ?? 0,
  };
}

const TRAIL = `from audit a join cases c using (case_id)
  where c.lifecycle = $1 and a.at >= $2 and ($3 or not c.sample)`;

async function firstReview(tx: Tx, values: unknown[]): Promise<Figures['firstReviewMinutes']> {
  const { rows } = await tx.query<{ n: number; median: number | null; p90: number | null }>(
    `with spans as (
       select a.case_id,
         min(a.at) filter (where a.body::jsonb ->> 'action' = 'gate.opened') as opened,
         min(a.at) filter (where a.body::jsonb ->> 'action' = 'decision.accepted') as decided
       ${TRAIL} group by a.case_id),
     minutes as (
       select extract(epoch from decided - opened) / 60 as m from spans
       where opened is not null and decided >= opened)
     select count(*)::int as n, percentile_cont(0.5) within group (order by m) as median,
       percentile_cont(0.9) within group (order by m) as p90 from minutes`,
    values,
  );
  return rows[0] as Figures['firstReviewMinutes'];
}

async function decisions(tx: Tx, values: unknown[]): Promise<Figures['decided']> {
  const by = await counts(
    tx,
    `select a.body::jsonb ->> 'decision' as key, count(*)::int as n ${TRAIL}
       and a.body::jsonb ->> 'action' = 'decision.accepted' group by 1`,
    values,
  );
  const { approve = 0, reject = 0, override = 0 } = by;
  return { n: approve + reject + override, approved: approve, rejected: reject, overridden: override };
}

async function counts(tx: Tx, sql: string, values: unknown[]): Promise<Record<string, number>> {
  const { rows } = await tx.query<{ key: string; n: number }>(`${sql} order by 1`, values);
  return Object.fromEntries(rows.map((row) => [row.key, row.n]));
}
