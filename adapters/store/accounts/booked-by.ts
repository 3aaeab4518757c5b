import { minorText } from '../../../domain/exact.ts';
import type { BookedDetail } from '../../ports/accounts.ts';
import type { Tx } from '../pool.ts';
import { standingOfEvent } from './standings.ts';

/** What an event has booked and where it stands now; undefined when nobody has taken it. */
export async function bookedBy(tx: Tx, event: string): Promise<BookedDetail | undefined> {
  const now = await standingOfEvent(tx, event);
  if (!now) return undefined;
  const { rows } = await tx.query<{ entry: string; currency: string; minor: string; payee: string }>(
    `select entry, currency, minor::text as minor, coalesce(person, creditor_id) as payee from account_entries
      where event = $1 order by number, position`,
    [event],
  );
  const lines = rows.map(({ entry, currency, minor, payee }) => ({
    id: entry,
    amount: { amount: minorText(BigInt(minor), currency), currency },
    payee,
  }));
  return { lines, standing: now.standing, why: now.why, number: now.number };
}

/** The case that a write belongs to. */
export async function caseOfEffect(tx: Tx, key: string): Promise<string | null> {
  const { rows } = await tx.query<{ case: string }>('select case_id as "case" from effects where key = $1', [
    key,
  ]);
  return rows[0]?.case ?? null;
}
