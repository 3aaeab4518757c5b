import type { ChangeMark } from '../ports/changes.ts';
import type { Ticket } from '../ports/tickets.ts';

/** Tickets that changed after the mark, each once, oldest change first and by id within an instant. */
export function changedAfter(since: ChangeMark | null, tickets: readonly Ticket[]): Ticket[] {
  const once = new Map(tickets.map((ticket) => [ticket.id, ticket]));
  return [...once.values()].filter((ticket) => since === null || order(ticket, since) > 0).sort(order);
}

function order(a: ChangeMark, b: ChangeMark): number {
  if (a.modifiedAt !== b.modifiedAt) return a.modifiedAt < b.modifiedAt ? -1 : 1;
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1;
}

/**
 * Whole minutes from a mark until now, and some more for clocks that differ. Searches take "in the last n minutes" in any time zone;
 * a moment they take in the zone of whoever asks, which nobody tells us.
 */
export function minutesSince(since: ChangeMark, now: number): number {
  return Math.max(0, Math.ceil((now - Date.parse(since.modifiedAt)) / 60_000)) + 3;
}
