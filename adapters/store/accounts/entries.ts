import { termsOf } from '../../../domain/accounts/entry.ts';
import { postingsOf } from '../../../domain/accounts/postings.ts';
import type { AccrualLine } from '../../../domain/incentives/accruals.ts';
import type { EventStanding } from '../../../domain/incentives/take-event.ts';
import type { Tx } from '../pool.ts';

/** With which event of which program something is booked, and on which day. */
export interface BookedWith {
  program: string;
  number: number;
  /** In the program's zone. */
  bookedOn: string;
}

/** The row of an entry, by the columns of its table. Minor units are written out: JSON has no whole numbers of that size. */
export const entryRow = (line: AccrualLine, { program, number, bookedOn }: BookedWith, position: number) => {
  const terms = termsOf(line, bookedOn);
  return {
    entry: line.id,
    ...{ program, number, position },
    kind: line.kind,
    event: line.event,
    claim: line.claim,
    line: line.line,
    partner_id: line.partner,
    creditor_id: terms.creditor,
    person: terms.person,
    period: line.period,
    legal_entity: line.legalEntity,
    booked_on: terms.bookedOn,
    held_until: terms.heldUntil,
    currency: line.amount.currency,
    minor: String(line.minor),
    trace: line.trace,
  };
};

/** Books what an event has earned and taken back. */
export async function addEntries(tx: Tx, lines: readonly AccrualLine[], by: BookedWith): Promise<void> {
  if (lines.length === 0) return;
  const entries = lines.map((line, position) => entryRow(line, by, position));
  const postings = lines.flatMap((line) =>
    postingsOf(line).map(({ minor, ...one }) => ({ entry: line.id, ...one, minor: String(minor) })),
  );
  await tx.query(
    'insert into account_entries select * from jsonb_populate_recordset(null::account_entries, $1)',
    [JSON.stringify(entries)],
  );
  await tx.query(
    'insert into account_postings select * from jsonb_populate_recordset(null::account_postings, $1)',
    [JSON.stringify(postings)],
  );
}

/** Notes where events stand since this one. Of an event that was told twice the last word counts. */
export async function addStandings(
  tx: Tx,
  standings: readonly EventStanding[],
  { program, number }: Pick<BookedWith, 'program' | 'number'>,
): Promise<void> {
  const last = [...new Map(standings.map((one) => [one.event, one])).values()];
  const rows = last.map((one) => ({ program, number, ...one }));
  await tx.query(
    'insert into program_standings select * from jsonb_populate_recordset(null::program_standings, $1)',
    [JSON.stringify(rows)],
  );
}
