import type { TrustRoot } from '../../../domain/gate/authority-log.ts';
import type { ClaimLine } from '../../../domain/incentives/claim.ts';
import { lookupTable } from '../../../domain/lookup-table.ts';
import type { Tx } from '../pool.ts';
import { eventNamed } from './program-events.ts';

/** A line that was booked, or waits for budget, as its claim told it. */
export interface StoredPaidLine {
  program: string;
  /** Hashes of the versions that were in force when it came. */
  versions: string[];
  claim: string;
  partner: string;
  source: ClaimLine;
  /** Whether a refund of it has booked something. */
  refunded: boolean;
  /** Whether its claim was undone: nothing of it stands. */
  undone: boolean;
  /** Whether its claim waits for budget: nothing of it is booked yet. */
  waits: boolean;
}

/** Which lines are sought: of a claim, by its case or its own id, of a sale by its invoice, or of registrations by their records. */
export type SoughtLines = { claim: string } | { invoice: string } | { deals: readonly string[] };

// A partner may call a claim as another one's case is called: the case is meant.
const CASES = `select case_id from cases where case_id = $1
  or (external_id = $1 and not exists (select from cases where case_id = $1))`;
const BY = lookupTable<string>({
  claim: `select event from account_entries where kind = 'accrual' and (claim = $1 or claim in (${CASES}))
      union select event from program_events where case_id in (${CASES})`,
  invoice: `select event from program_events where jsonb_path_query_array(body::jsonb, '$.claim.lines[*].sale') @> to_jsonb($1::text)`,
  deals: `select event from program_events, unnest($1::text[]) as deal
      where jsonb_path_query_array(body::jsonb, '$.claim.lines[*].deal') @> to_jsonb(deal)`,
});

/**
 * The lines that were booked for a claim, a sale or registrations, or wait for budget, in the order of their events.
 * @throws Error when somebody has put an event there whom nobody trusts
 */
export async function paidLines(tx: Tx, root: TrustRoot, sought: SoughtLines): Promise<StoredPaidLine[]> {
  const [[by, value]] = Object.entries(sought) as [[string, unknown]];
  const { rows } = await tx.query<Found>(
    `with sought as (${BY[by]}),
      booked as (
        select event, array_agg(distinct line) as lines, coalesce(array_agg(distinct line) filter (where is_refunded), '{}') as refunded,
            bool_or(is_undone) as undone
          from (select e.event, e.line, exists (select from account_entries r where r.line = e.line and r.kind = 'refund') as is_refunded,
              exists (select from account_entries u where u.claim = e.claim and u.kind = 'undo') as is_undone
            from account_entries e where e.kind = 'accrual' and e.event in (select event from sought)) as entries
          group by event),
      last as (
        select distinct on (event) event, standing from program_standings where event in (select event from sought)
          order by event, number desc)
      select * from booked
        union all select event, null, '{}', false from last where standing = 'waits' and event not in (select event from booked)
        order by event`,
    [value],
  );
  const found: StoredPaidLine[] = [];
  for (const { event, lines, refunded, undone } of rows) {
    const stored = await eventNamed(tx, root, event);
    if (stored?.body.kind !== 'claim') continue;
    const { program, versions, body } = stored;
    const { claim, partner } = body.claim;
    for (const source of body.claim.lines.filter(({ line }) => lines?.includes(line) ?? true))
      found.push({
        ...{ program, versions, claim, partner, source, undone },
        ...{ refunded: refunded.includes(source.line), waits: lines === null },
      });
  }
  return found;
}

interface Found {
  event: string;
  /** Ids of those that were booked; null: the claim waits. */
  lines: string[] | null;
  refunded: string[];
  undone: boolean;
}

/** Whether a refund of a line has booked something. */
export async function isRefunded(tx: Tx, line: string): Promise<boolean> {
  const { rows } = await tx.query(`select from account_entries where line = $1 and kind = 'refund' limit 1`, [
    line,
  ]);
  return rows.length > 0;
}
