import { minorText } from '../../../domain/exact.ts';
import type { AccrualLine } from '../../../domain/incentives/accruals.ts';
import type { Trace } from '../../../domain/incentives/trace.ts';
import type { Money } from '../../../domain/money.ts';
import type { Tx } from '../pool.ts';
import type { Span } from './roll.ts';

/** A line as it was booked. */
export interface BookedLine {
  id: string;
  program: string;
  kind: AccrualLine['kind'];
  /** The event that has earned it or taken it back, its number, and the case that it came from. */
  event: string;
  number: number;
  case: string | null;
  claim: string;
  line: string;
  /** Whose claim it is. */
  claimant: string;
  /** On whose statement it stands. */
  partner: string;
  /** Token of the person who is paid; null: the partner is. */
  person: string | null;
  period: string;
  legalEntity: string | null;
  bookedOn: string;
  /** First day on which it may be paid; null: it takes back. */
  heldUntil: string | null;
  /** Whether a person holds its claim now: then nothing of it may be paid, whatever the day. */
  onHold: boolean;
  amount: Money;
  trace: Trace;
}

type Row = Omit<BookedLine, 'amount'> & { minor: string; currency: string };

const LINES = `select b.entry as id, b.program, b.kind, b.event, b.number, e.case_id as "case", b.claim, b.line,
    b.partner_id as claimant, b.creditor_id as partner, b.person, b.period, b.legal_entity as "legalEntity",
    to_char(b.booked_on, 'YYYY-MM-DD') as "bookedOn", to_char(b.held_until, 'YYYY-MM-DD') as "heldUntil",
    coalesce((select sum(p.minor) from account_entries x join account_postings p using (entry)
      where x.line = b.line and p.account = 'held'), 0) < 0 as "onHold",
    b.currency, b.minor::text as minor, b.trace
  from account_entries b left join program_events e on e.event = b.event`;
const ORDER = 'order by b.booked_on, b.program, b.number, b.position';

/** The lines of a partner's statement in a span, as they were booked. */
export async function linesOfStatement(tx: Tx, { from, to, program, partner }: Span): Promise<BookedLine[]> {
  const { rows } = await tx.query<Row>(
    `${LINES} where b.booked_on between $1 and $2 and ($3::text is null or b.program = $3)
      and ($4::text is null or b.creditor_id = $4) ${ORDER}`,
    [from, to, program ?? null, partner ?? null],
  );
  return rows.map(lineFrom);
}

/** What was booked under an id: one line, or all that a line of a claim has earned and given back. */
export async function linesNamed(tx: Tx, name: string): Promise<BookedLine[]> {
  const { rows } = await tx.query<Row>(`${LINES} where b.entry = $1 or b.line = $1 ${ORDER}`, [name]);
  const exact = rows.filter(({ id }) => id === name);
  return (exact.length > 0 ? exact : rows).map(lineFrom);
}

/** Everything that an event has booked itself. */
export async function linesOfEvent(tx: Tx, event: string): Promise<BookedLine[]> {
  const { rows } = await tx.query<Row>(`${LINES} where b.event = $1 ${ORDER}`, [event]);
  return rows.map(lineFrom);
}

/** Everything that was booked for a claim, with how each amount came about. */
export async function linesOfClaim(tx: Tx, claim: string): Promise<BookedLine[]> {
  const { rows } = await tx.query<Row>(`${LINES} where b.claim = $1 ${ORDER}`, [claim]);
  return rows.map(lineFrom);
}

const lineFrom = ({ minor, currency, ...row }: Row): BookedLine => ({
  ...row,
  amount: { amount: minorText(BigInt(minor), currency), currency },
});
