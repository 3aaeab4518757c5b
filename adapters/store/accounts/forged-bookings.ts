import type { AuditProblem } from '../../../domain/audit.ts';
import type { TrustRoot } from '../../../domain/gate/authority-log.ts';
import type { Tx } from '../pool.ts';
import { type DueBookings, dueBookings } from './due-bookings.ts';
import { type BookedRow, storedBookings } from './stored-bookings.ts';

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
  const programs = rows.map(({ program }) => program);
  const found = await forgedInPrograms(tx, dueBookings(root), programs);
  return found.filter((one) => only === undefined || one.case === only);
}

/** The same for certain programs: whoever shows their figures says that they cannot be relied on. Its transaction reads one snapshot (oneSnapshot). */
export async function forgedInPrograms(
  tx: Tx,
  due: DueBookings,
  programs: readonly string[],
): Promise<AuditProblem[]> {
  const problems: AuditProblem[] = [];
  for (const program of programs) problems.push(...(await ofProgram(tx, due, program)));
  return problems;
}

async function ofProgram(tx: Tx, dueOf: DueBookings, program: string): Promise<AuditProblem[]> {
  let due: Map<string, BookedRow>;
  try {
    due = new Map(await dueOf(tx, program));
  } catch (error) {
    return [
      forged(null, `the events of program ${program} cannot be computed again: ${(error as Error).message}`),
    ];
  }
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
