import { linesOfClaim } from '../../adapters/store/accounts/booked-lines.ts';
import { standingOfEvent } from '../../adapters/store/accounts/standings.ts';
import { statement } from '../../adapters/store/statement.ts';
import { bookedCalculation, type SoldLine } from '../../domain/claim/booked-calculation.ts';
import type { LineCalculation } from '../../domain/claim/notices.ts';
import type { Money } from '../../domain/money.ts';
import type { ClaimDeps } from './records.ts';

export interface BookedClaim {
  /** `waits`: for room in the budget. `nothing`: nothing was booked. */
  standing: 'booked' | 'waits' | 'nothing';
  total: Money;
  calculation: LineCalculation[];
}

/** What the accounts have booked for a claim, and how it was calculated. @param event under which it was booked */
export async function bookedClaim(
  { store }: Pick<ClaimDeps, 'store'>,
  { event, currency, claim, lines }: { event: string; currency: string; claim: string; lines: SoldLine[] },
): Promise<BookedClaim> {
  const db = statement(store);
  const [standing, booked] = await Promise.all([standingOfEvent(db, event), linesOfClaim(db, claim)]);
  return { standing: standing?.standing ?? 'nothing', ...bookedCalculation(currency, lines, booked) };
}
