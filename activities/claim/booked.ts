import { linesOfClaim } from '../../adapters/store/accounts/booked-lines.ts';
import { type StandingSince, standingOfEvent } from '../../adapters/store/accounts/standings.ts';
import { statement } from '../../adapters/store/statement.ts';
import { bookedCalculation, type SoldLine } from '../../domain/claim/booked-calculation.ts';
import type { LineCalculation } from '../../domain/claim/notices.ts';
import { OVER_BUDGET } from '../../domain/incentives/take-event.ts';
import type { Money } from '../../domain/money.ts';
import type { ClaimDeps } from './records.ts';

export interface BookedClaim {
  /** `waits`: for room in the budget. `nothing`: nothing was booked. */
  standing: 'booked' | 'waits' | 'nothing';
  /** Why it is not booked and will not be by itself, so that a person has to look; null: nobody has to. Absent from earlier builds. */
  stuck?: string | null;
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
  return {
    standing: standing?.standing ?? 'nothing',
    stuck: standing ? stuckBy(standing) : 'the accounts know nothing of it',
    ...bookedCalculation(currency, lines, booked),
  };
}

function stuckBy({ standing, why }: StandingSince): string | null {
  if (standing === 'nothing') return `nothing was booked for the claim: ${why ?? 'nobody has said why'}`;
  return why === OVER_BUDGET
    ? 'the claim alone is larger than the whole budget of the program since it was corrected, and holds up every claim behind it: raise the budget, or roll the case back'
    : null;
}
