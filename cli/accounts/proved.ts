import { dueBookings } from '../../adapters/store/accounts/due-bookings.ts';
import { forgedInPrograms } from '../../adapters/store/accounts/forged-bookings.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import type { AuditProblem } from '../../domain/audit.ts';
import { trustRoot } from '../authority.ts';
import { CliFailure, EXIT } from '../failure.ts';
import type { Session } from '../session.ts';

/** What of the accounts of these programs is not what their signed events come to. */
export async function forgedAmong(
  session: Session,
  tx: Tx,
  programs: readonly string[],
): Promise<AuditProblem[]> {
  return forgedInPrograms(tx, dueBookings(await trustRoot(session, tx)), [...new Set(programs)]);
}

/** Says below what was shown that it cannot be relied on. @throws CliFailure when anything is forged */
export function refuseForged(forged: readonly AuditProblem[]): void {
  const [first] = forged;
  if (!first) return;
  const more = forged.length === 1 ? '' : `, and ${forged.length - 1} more`;
  throw new CliFailure({
    exit: EXIT.refused,
    code: 'bookings_forged',
    title: `What is shown is not what the signed events of the programs come to: ${first.message}${more}.`,
    fix: 'Pay nothing by it; quarterdeck audit verify names each.',
  });
}
