import type { AccrualLine } from './accruals.ts';
import type { Books } from './books.ts';
import type { ClaimEvent } from './claim.ts';
import type { IncentiveProgram } from './program.ts';
import { NOT_EARNED, openProgram, takeEvent } from './take-event.ts';

/** What a program has earned its partners, and what waits. */
export interface Calculation {
  /** In the order in which they are booked; never changed, only followed by others. */
  lines: AccrualLine[];
  /** Claims that would break the budget, by the instant from which they were complete. No later one goes before them. */
  waiting: { claim: string; completeAt: string }[];
  /** Events that booked nothing, and why. */
  unchanged: { event: string; why: string }[];
  books: Books;
}

/**
 * Everything that a program has earned, from all its events in the order in which they were taken. Rounding, tiers, splits and
 * reversals are those of docs/incentives.md ("How an amount is calculated").
 * @param versions of one program @param events with the lines that are payable
 * @throws RangeError as takeEvent
 */
export function calculate(versions: readonly IncentiveProgram[], events: readonly ClaimEvent[]): Calculation {
  const open = openProgram();
  const taken = events.map((event) => takeEvent(open, versions, event));
  const nothing = taken.flatMap(({ standings }) =>
    standings.flatMap(({ event, standing, why }) => (standing === 'nothing' && why ? [{ event, why }] : [])),
  );
  const early = [...open.early.values()].flat().map(({ event }) => ({ event, why: NOT_EARNED }));
  return {
    lines: taken.flatMap(({ lines }) => lines),
    waiting: open.waiting.map(({ claim: { claim, completeAt } }) => ({ claim, completeAt })),
    unchanged: [...nothing, ...early],
    books: open.books,
  };
}
