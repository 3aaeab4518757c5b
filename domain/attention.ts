/** How long people look at cases: from the audited moments in which they opened one and did something to it. */

/** One audited moment of a person. Instants are UTC, ISO 8601. */
export interface Moment {
  case: string;
  by: string;
  at: string;
  /** `opened`: looked at its review; `acted`: decided it, asked the partner or handed it on. */
  did: 'opened' | 'acted';
}

/** A longer pause is no work on the case: only so many minutes of it count. */
export const IDLE_MINUTES = 5;

/**
 * Minutes that people gave to each case, by person. From opening a case until the person's next moment, in whatever case, at most
 * IDLE_MINUTES count; from acting on it nothing does until they open one again.
 * @param now UTC instant, the end of what is counted
 */
export function minutesByCase(moments: readonly Moment[], now: string): Map<string, Map<string, number>> {
  const spent = new Map<string, Map<string, number>>();
  for (const [by, own] of Map.groupBy(moments, (one) => one.by)) {
    const inOrder = own.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
    for (const [index, { case: id, at, did }] of inOrder.entries()) {
      const people = spent.get(id) ?? new Map<string, number>();
      spent.set(id, people);
      const until = inOrder[index + 1]?.at ?? now;
      const minutes = did === 'opened' ? Math.min(IDLE_MINUTES, minutesBetween(at, until)) : 0;
      people.set(by, (people.get(by) ?? 0) + minutes);
    }
  }
  return spent;
}

/** Never negative: clocks of two machines may differ. */
function minutesBetween(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 60_000);
}
