import type { RollRow } from '../../../domain/accounts/roll.ts';
import type { Tx } from '../pool.ts';

/** What a roll or a statement is about; absent: everything. Days are `2026-01-31` in the programs' zones, both included. */
export interface Span {
  from: string;
  to: string;
  program?: string | undefined;
  partner?: string | undefined;
}

type Row = Record<keyof RollRow, string>;

/**
 * What was owed before a span, what changed in it and what is owed after it, per program, partner, legal entity and currency. Rows in
 * which nothing ever happened are not there.
 */
export async function rollForward(tx: Tx, { from, to, program, partner }: Span): Promise<RollRow[]> {
  const { rows } = await tx.query<Row>(
    `with entries as (
        select * from account_entries
          where booked_on <= $2 and ($3::text is null or program = $3) and ($4::text is null or creditor_id = $4)),
      moved as (
        select e.program, e.creditor_id, e.legal_entity, p.currency, p.account, p.minor, e.booked_on >= $1 as inside
          from entries e join account_postings p using (entry)),
      held as (
        select program, creditor_id, legal_entity, currency, sum(stands - greatest(free, 0)) as minor
          from (select e.program, e.creditor_id, e.legal_entity, e.currency, sum(e.minor) as stands,
                -- What is taken back is taken from what may be paid first. Of what a person has put on hold nothing may be paid.
                case when coalesce(sum(h.minor), 0) < 0 then 0
                  else coalesce(sum(e.minor) filter (where held_until is null or held_until <= $2), 0) end as free
              from entries e left join account_postings h on h.entry = e.entry and h.account = 'held'
              group by e.program, e.creditor_id, e.legal_entity, e.currency, e.line, e.person) by_line
          group by program, creditor_id, legal_entity, currency)
      select m.program, m.creditor_id as partner, m.legal_entity as "legalEntity", m.currency,
          coalesce(-sum(m.minor) filter (where account in ('payable', 'held') and not inside), 0)::text as opening,
          coalesce(sum(m.minor) filter (where account = 'expense' and inside and m.minor > 0), 0)::text as earned,
          coalesce(-sum(m.minor) filter (where account = 'expense' and inside and m.minor < 0), 0)::text as reversed,
          coalesce(-sum(m.minor) filter (where account = 'paid' and inside), 0)::text as paid,
          coalesce(sum(m.minor) filter (where account = 'exchange_difference' and inside), 0)::text as exchange,
          coalesce(-sum(m.minor) filter (where account in ('payable', 'held')), 0)::text as closing,
          max(h.minor)::text as "onHold"
        from moved m join held h on h.program = m.program and h.creditor_id = m.creditor_id
          and h.legal_entity is not distinct from m.legal_entity and h.currency = m.currency
        group by m.program, m.creditor_id, m.legal_entity, m.currency
        order by m.program, m.creditor_id, m.legal_entity, m.currency`,
    [from, to, program ?? null, partner ?? null],
  );
  return rows.map(({ program: of, partner: owed, legalEntity, currency, ...amounts }) => ({
    ...{ program: of, partner: owed, legalEntity: legalEntity as string | null, currency },
    opening: BigInt(amounts.opening),
    earned: BigInt(amounts.earned),
    reversed: BigInt(amounts.reversed),
    paid: BigInt(amounts.paid),
    exchange: BigInt(amounts.exchange),
    closing: BigInt(amounts.closing),
    onHold: BigInt(amounts.onHold),
  }));
}
