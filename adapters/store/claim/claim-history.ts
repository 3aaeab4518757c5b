import type { ClaimFacts } from '../../../domain/claim/checks/claim-facts.ts';
import type { ClaimHistory, PeerSpread } from '../../../domain/claim/checks/past-claims.ts';
import type { Spread } from '../../../domain/claim/checks/spread.ts';
import type { Tx } from '../pool.ts';

const WEEKS = 26;

/** How much and how often was claimed in the program within a year, by the partner and by the others, of what stands: of the last claims of each. */
export async function claimHistory(tx: Tx, facts: ClaimFacts): Promise<ClaimHistory> {
  if (facts.program === null) return { amounts: { own: null, peers: null }, prices: [], weeks: null };
  const amounts = await spreads(tx, AMOUNTS, facts, []);
  const skus = [...new Set(facts.lines.flatMap(({ sku }) => sku ?? []))].sort();
  const prices = skus.length === 0 ? [] : await spreads(tx, PRICES, facts, [skus]);
  const of = (rows: readonly Row[], own: boolean) => rows.find((row) => row.own === own);
  return {
    amounts: { own: spread(of(amounts, true)), peers: peerSpread(of(amounts, false)) },
    prices: skus.map((sku) => {
      const rows = prices.filter((row) => row.sku === sku);
      return { sku, own: spread(of(rows, true)), peers: peerSpread(of(rows, false)) };
    }),
    weeks: await weeks(tx, facts),
  };
}

interface Row extends Spread {
  own: boolean;
  sku: string | null;
  partners: number;
  largest: number;
}

/** So many of the last ones are enough for a median, and their time is bounded. */
const OWN = 200;
const PEERS = 1_000;

/** The last values of the partner and of the others, each `from` its own index. */
const lastOf = (select: string, order: string) => `
  (${select} and partner = $2 order by ${order} desc, case_id limit ${OWN}) union all
  (${select} and partner <> $2 order by ${order} desc, case_id limit ${PEERS})`;

const AMOUNTS = lastOf(
  `select null::text as sku, partner, ln(usd::float8) as value from claim_facts f
    where program = $1 and submitted_on between $3::date - 365 and $3::date and claim <> $4 and usd > 0
      and exists (select from claim_fact_lines l where l.case_id = f.case_id and l.standing <> 'released')`,
  'submitted_on',
);
const PRICES = `select each.* from unnest($5::text[]) as of (sku), lateral (${lastOf(
  `select sku, partner, ln(usd::float8 / quantity::float8) as value from claim_fact_lines
    where program = $1 and sku = of.sku and sold_on between $3::date - 365 and $3::date and usd > 0 and quantity > 0
      and standing <> 'released' and case_id not in (select case_id from claim_facts where claim = $4)`,
  'sold_on',
)}) as each`;

/** Median and median absolute deviation of values, the partner's own and the others' apart. */
async function spreads(tx: Tx, values: string, facts: ClaimFacts, more: readonly unknown[]): Promise<Row[]> {
  const { rows } = await tx.query<Row & { [column: string]: unknown }>(
    `with v as materialized (select *, partner = $2 as own from (${values}) as every),
      m as (select sku, own, count(*)::integer as n, percentile_cont(0.5) within group (order by value) as median from v group by 1, 2),
      p as (select sku, own, count(*)::integer as partners, max(n)::float8 / sum(n)::float8 as largest
        from (select sku, own, partner, count(*) as n from v group by 1, 2, 3) as each group by 1, 2),
      d as (select m.sku, m.own, percentile_cont(0.5) within group (order by abs(v.value - m.median)) as mad
        from v join m on m.own = v.own and m.sku is not distinct from v.sku group by 1, 2)
      select m.own, m.sku, m.n, m.median, p.partners, p.largest, d.mad from m
        join p on p.own = m.own and p.sku is not distinct from m.sku join d on d.own = m.own and d.sku is not distinct from m.sku`,
    [facts.program, facts.partner, facts.submittedOn, facts.claim, ...more],
  );
  return rows;
}

function spread(row: Row | undefined): Spread | null {
  return row ? { n: row.n, median: row.median, mad: row.mad } : null;
}

function peerSpread(row: Row | undefined): PeerSpread | null {
  return row ? { ...(spread(row) as Spread), partners: row.partners, largest: row.largest } : null;
}

async function weeks(tx: Tx, facts: ClaimFacts): Promise<ClaimHistory['weeks']> {
  const days = facts.lines.flatMap(({ soldOn }) => soldOn ?? []).sort();
  const last = days.at(-1);
  if (last === undefined) return null;
  const { rows } = await tx.query<{ own: boolean; week: number; claims: number }>(
    `select partner = $2 as own, ($3::date - sold_on) / 7 as week, count(distinct case_id)::integer as claims
      from claim_fact_lines
      where program = $1 and sold_on > $3::date - 7 * ($5::integer + 1) and sold_on <= $3::date and standing <> 'released'
        and case_id not in (select case_id from claim_facts where claim = $4) group by 1, 2`,
    [facts.program, facts.partner, last, facts.claim, WEEKS],
  );
  const count = (own: boolean, week: number) =>
    rows.find((row) => row.own === own && row.week === week)?.claims ?? 0;
  const before = (own: boolean) => Array.from({ length: WEEKS }, (_, at) => count(own, WEEKS - at));
  return {
    ...{ own: before(true), peers: before(false) },
    ...{ ownNow: count(true, 0) + 1, peersNow: count(false, 0) },
  };
}
