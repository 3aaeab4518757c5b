import { postingsOf } from '../../../domain/accounts/postings.ts';
import { canonicalText } from '../../../domain/evidence.ts';
import type { TrustRoot } from '../../../domain/gate/authority-log.ts';
import type { Tx } from '../pool.ts';
import { entryRow } from './entries.ts';
import { type BookedEvent, noBooks, type ProgramBooks, readOn } from './program-books.ts';
import { newestEvent } from './program-events.ts';
import { type BookedRow, eventText, postingText, standingText } from './stored-bookings.ts';

/** What has to stand in the accounts of a program by its signed events, by table and key. */
export type DueBookings = (tx: Tx, program: string) => Promise<ReadonlyMap<string, BookedRow>>;

interface Kept {
  books: ProgramBooks;
  due: Map<string, BookedRow>;
}

/** Keeps what it has computed, so that each look reads only the events that came since. @param root the installation's public key */
export function dueBookings(root: TrustRoot): DueBookings {
  const kept = new Map<string, Promise<Kept>>();

  async function next(tx: Tx, program: string, before: Promise<Kept> | undefined): Promise<Kept> {
    // After a failure everything is computed anew.
    const one = (await before?.catch(() => undefined)) ?? { books: noBooks(program), due: new Map() };
    for (const booked of await readOn(tx, root, one.books)) add(one.due, program, booked);
    return one;
  }

  return async (tx, program) => {
    const newest = await newestEvent(tx, program);
    const turn = next(tx, program, kept.get(program));
    kept.set(program, turn);
    const { books, due } = await turn;
    // A transaction of a later instant has read on already: what has come since is not among the rows of this one.
    return newest < books.last.number ? (await next(tx, program, undefined)).due : due;
  };
}

function add(
  due: Map<string, BookedRow>,
  program: string,
  { event, lines, standings, bookedOn }: BookedEvent,
): void {
  const { number, case: of } = event;
  const put = (table: string, key: string, what: string, row: unknown) =>
    due.set(`${table} ${key}`, { what, row: canonicalText(row), case: of });
  put('event', `${number}`, eventText(program, number), { signature: event.signature });
  for (const one of standings)
    put('standing', `${number} ${one.event}`, standingText(program, number, one.event), {
      ...{ standing: one.standing, why: one.why },
    });
  for (const [position, line] of lines.entries()) {
    put('entry', line.id, `entry ${line.id}`, entryRow(line, { program, number, bookedOn }, position));
    for (const { account, currency, minor } of postingsOf(line))
      put('posting', `${line.id} ${account} ${currency}`, postingText(line.id, account), {
        minor: String(minor),
      });
  }
}
