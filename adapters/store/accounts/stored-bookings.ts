import { canonicalText } from '../../../domain/evidence.ts';
import type { Tx } from '../pool.ts';

/** Something that was booked, in a form that can be compared. */
export interface BookedRow {
  /** What people are told that it is. */
  what: string;
  row: string;
  /** The case of its event. */
  case: string | null;
}

export const eventText = (program: string, number: number) => `event ${number} of program ${program}`;
export const standingText = (program: string, number: number, event: string) =>
  `where ${event} stands since event ${number} of program ${program}`;
export const postingText = (entry: string, account: string) => `the posting of entry ${entry} to ${account}`;

type StoredRow = BookedRow & { table: string; key: string };

/** Everything that stands in the accounts of a program. */
export async function storedBookings(tx: Tx, program: string): Promise<StoredRow[]> {
  const events = await tx.query<{ number: number; signature: string; case: string | null }>(
    'select number, signature, case_id as "case" from program_events where program = $1 order by number',
    [program],
  );
  const cases = new Map(events.rows.map((row) => [row.number, row.case]));
  const standings = await tx.query<{ number: number; event: string; standing: string; why: string | null }>(
    'select number, event, standing, why from program_standings where program = $1 order by number, event',
    [program],
  );
  const entries = await tx.query<{ entry: string; number: number }>(
    `select entry, program, number, position, kind, event, claim, line, partner_id, creditor_id, person, period, legal_entity,
        to_char(booked_on, 'YYYY-MM-DD') as booked_on, to_char(held_until, 'YYYY-MM-DD') as held_until, currency,
        minor::text as minor, trace
      from account_entries where program = $1 order by number, position`,
    [program],
  );
  const postings = await tx.query<{
    entry: string;
    number: number;
    account: string;
    currency: string;
    minor: string;
  }>(
    `select entry, e.number, account, p.currency, p.minor::text as minor
      from account_postings p join account_entries e using (entry) where e.program = $1 order by entry, account`,
    [program],
  );
  const of = (number: number) => cases.get(number) ?? null;
  return [
    ...events.rows.map(({ number, signature, case: id }) => ({
      ...{ table: 'event', key: `${number}`, what: eventText(program, number), case: id },
      row: canonicalText({ signature }),
    })),
    ...standings.rows.map(({ number, event, standing, why }) => ({
      ...{
        table: 'standing',
        key: `${number} ${event}`,
        what: standingText(program, number, event),
        case: of(number),
      },
      row: canonicalText({ standing, why }),
    })),
    ...entries.rows.map((row) => ({
      ...{ table: 'entry', key: row.entry, what: `entry ${row.entry}`, case: of(row.number) },
      row: canonicalText(row),
    })),
    ...postings.rows.map(({ entry, number, account, currency, minor }) => ({
      ...{
        table: 'posting',
        key: `${entry} ${account} ${currency}`,
        what: postingText(entry, account),
        case: of(number),
      },
      row: canonicalText({ minor }),
    })),
  ];
}
