import { postingsOf } from '../../../domain/accounts/postings.ts';
import type { AuditProblem } from '../../../domain/audit.ts';
import { canonicalText } from '../../../domain/evidence.ts';
import type { TrustRoot } from '../../../domain/gate/authority-log.ts';
import type { Tx } from '../pool.ts';
import { entryRow } from './entries.ts';
import { type BookedEvent, noBooks, readOn } from './program-books.ts';
import { type BookedRow, eventText, postingText, standingText, storedBookings } from './stored-bookings.ts';

/**
 * What stands in the accounts and is not what the signed events of its program come to: events that no worker has taken, entries that are
 * another amount, went missing or that nobody has booked, entries that do not balance, standings that nobody has found.
 * @param only of this case
 */
export async function forgedBookings(tx: Tx, root: TrustRoot, only?: string): Promise<AuditProblem[]> {
  const { rows } = await tx.query<{ program: string }>(
    `select distinct program from program_events where $1::text is null or case_id = $1
      union select distinct program from account_entries where $1::text is null
      union select distinct program from program_standings where $1::text is null order by 1`,
    [only ?? null],
  );
  const problems: AuditProblem[] = [];
  for (const { program } of rows) {
    const found = await ofProgram(tx, root, program);
    problems.push(...found.filter((one) => only === undefined || one.case === only));
  }
  return problems;
}

async function ofProgram(tx: Tx, root: TrustRoot, program: string): Promise<AuditProblem[]> {
  const books = noBooks(program);
  let booked: BookedEvent[];
  try {
    booked = await readOn(tx, root, books);
  } catch (error) {
    return [
      forged(null, `the events of program ${program} cannot be computed again: ${(error as Error).message}`),
    ];
  }
  const due = dueOf(program, booked);
  const problems: AuditProblem[] = [];
  const rows = await storedBookings(tx, program);
  for (const { table, key, what, row, case: of } of rows) {
    const name = `${table} ${key}`;
    const wanted = due.get(name);
    due.delete(name);
    if (wanted === undefined) problems.push(forged(of, `${what} was put there by nobody who may`));
    else if (wanted.row !== row) problems.push(forged(of, `${what} is not what its events come to`));
  }
  for (const { what, case: of } of due.values()) problems.push(forged(of, `${what} is gone`));
  return problems;
}

const forged = (of: string | null, message: string): AuditProblem => ({
  case: of,
  kind: 'booking_forged',
  message,
});

/** What has to stand there, by table and key. */
function dueOf(program: string, booked: readonly BookedEvent[]): Map<string, BookedRow> {
  const due = new Map<string, BookedRow>();
  for (const { event, lines, standings, bookedOn } of booked) {
    const { number, case: of } = event;
    const add = (table: string, key: string, what: string, row: unknown) =>
      due.set(`${table} ${key}`, { what, row: canonicalText(row), case: of });
    add('event', `${number}`, eventText(program, number), { signature: event.signature });
    for (const one of standings)
      add('standing', `${number} ${one.event}`, standingText(program, number, one.event), {
        ...{ standing: one.standing, why: one.why },
      });
    for (const [position, line] of lines.entries()) {
      add('entry', line.id, `entry ${line.id}`, entryRow(line, { program, number, bookedOn }, position));
      for (const { account, currency, minor } of postingsOf(line))
        add('posting', `${line.id} ${account} ${currency}`, postingText(line.id, account), {
          minor: String(minor),
        });
    }
  }
  return due;
}
