import type { Store } from '../../../adapters/store/pool.ts';
import { statement } from '../../../adapters/store/statement.ts';

/** What was booked for each claim, by its case: every entry. Persons are told by that there is one: each installation has other tokens for them. */
export type Bookings = ReadonlyMap<string, readonly string[]>;

export async function bookings(store: Store): Promise<Bookings> {
  const { rows } = await statement(store).query<{ claim: string; entries: string[] }>(
    `select claim, array_agg(concat_ws(' ', kind, line, case when person is not null then 'a person' end, minor, currency, (
          select string_agg(account || ' ' || p.minor, ', ' order by account) from account_postings p where p.entry = e.entry))
        order by number, position) as entries from account_entries e group by claim`,
  );
  return new Map(rows.map(({ claim, entries }) => [claim, entries]));
}

/** Entries that are there and not among the others, each as often as it is there once more. */
export function bookedBeside(all: Bookings, others: Bookings): string[] {
  return [...all].flatMap(([claim, entries]) => {
    const rest = [...(others.get(claim) ?? [])];
    return entries
      .filter((entry) => {
        const at = rest.indexOf(entry);
        if (at >= 0) rest.splice(at, 1);
        return at < 0;
      })
      .map((entry) => `${claim}: ${entry}`);
  });
}
