import { canonicalText } from '../../domain/evidence.ts';
import type { ClaimEvent } from '../../domain/incentives/claim.ts';
import { earnsAlike, takeEvent } from '../../domain/incentives/take-event.ts';
import type { Among } from '../ports/port-row.ts';
import { refused } from '../refused.ts';
import { caseOfEffect } from '../store/accounts/booked-by.ts';
import { addEntries, addStandings } from '../store/accounts/entries.ts';
import { withoutNames, withoutPeople } from '../store/accounts/people.ts';
import { dayOf, noBooks, type ProgramBooks, readOn, versionsOf } from '../store/accounts/program-books.ts';
import { addEvent, eventNamed, lockProgram, type StoredEvent } from '../store/accounts/program-events.ts';
import { versionsInForce } from '../store/incentive-programs.ts';
import { type Tx, transact } from '../store/pool.ts';
import { statement } from '../store/statement.ts';

export interface Bookkeeping {
  /**
   * Takes an event of a program and books what it adds, all of it or nothing. The same event again books nothing.
   * @param effect key of the write
   * @param decidedBy hashes of the versions by which a claim was decided; default: those in force
   * @throws VendorFault `rejected` when it cannot be taken, another event has its name, or the program was corrected since it was decided
   */
  book(program: string, event: ClaimEvent, effect: string, decidedBy?: readonly string[]): Promise<void>;
}

/**
 * The books of each program stay in memory, so that an event costs what it adds and not what came before it. Events that another worker has
 * taken are read first, and after a failure all are read anew.
 */
export function bookkeeping(among: Pick<Among, 'store' | 'worker'>): Bookkeeping {
  const kept = new Map<string, ProgramBooks>();
  const turns = new Map<string, Promise<void>>();

  async function take(program: string, asked: Asked): Promise<void> {
    let begun: ProgramBooks | null = kept.get(program) ?? (await fromTheStart(program));
    kept.delete(program);
    const books = await transact(among.store(), (tx) => {
      // What an attempt has begun with is of no use to the next one.
      const own = begun ?? noBooks(program);
      begun = null;
      return bookIn(tx, among.worker(), own, asked);
    });
    kept.set(program, books);
  }

  /** Read before the lock is taken: it takes long where there is much, and others book meanwhile. */
  async function fromTheStart(program: string): Promise<ProgramBooks> {
    const books = noBooks(program);
    await readOn(statement(among.store()), among.worker().key, books);
    return books;
  }

  return {
    book(program, event, effect, decidedBy) {
      // In this process one waits here, and not with a connection of its own.
      const before = turns.get(program) ?? Promise.resolve();
      const turn = before.then(() => take(program, { event, effect, decidedBy }));
      turns.set(
        program,
        turn.catch(() => undefined),
      );
      return turn;
    },
  };
}

interface Asked {
  event: ClaimEvent;
  effect: string;
  decidedBy: readonly string[] | undefined;
}

async function bookIn(
  tx: Tx,
  { key, vault, now }: ReturnType<Among['worker']>,
  books: ProgramBooks,
  { event, effect, decidedBy }: Asked,
): Promise<ProgramBooks> {
  const { program } = books;
  await lockProgram(tx, program);
  const known = await eventNamed(tx, key, event.event);
  if (known && isSame(known, program, withoutNames(vault, event))) return books;
  await readOn(tx, key, books);
  const hashes = await versionsInForce(tx, key, program);
  if (hashes.length === 0) throw refused('accounts', 'no_program', 'no version of the program is in force');
  const versions = await versionsOf(tx, books, hashes);
  const at = now().toISOString();
  const { body, people, subjects } = await withoutPeople(tx, vault, event);
  if (body.kind === 'claim' && decidedBy && decidedBy.join() !== hashes.join()) {
    const others = await versionsOf(tx, books, decidedBy);
    if (!calculable(() => earnsAlike(books.open, { ...body, versions }, others))) throw corrected();
  }
  const { lines, standings } = calculable(() => takeEvent(books.open, versions, body));
  books.last = await addEvent(tx, key, books.last, {
    ...{ program, body, people, subjects, versions: hashes, effect, at },
    case: await caseOfEffect(tx, effect),
  });
  const by = { program, number: books.last.number, bookedOn: dayOf(versions, at) };
  await addStandings(tx, standings, by);
  await addEntries(tx, lines, by);
  return books;
}

/** Whether it is the very event. @throws VendorFault `rejected` when it is another one of this name */
function isSame(known: StoredEvent, program: string, event: ClaimEvent): true {
  if (known.program === program && canonicalText(known.body) === canonicalText(event)) return true;
  throw refused('accounts', 'event_taken', 'another event has this name; give each event one of its own');
}

const corrected = () =>
  refused(
    'accounts',
    'program_corrected',
    'the program was corrected after the claim was decided, and would pay another amount now: roll the case back and submit the claim again',
  );

/** What cannot be calculated now will not be later. */
function calculable<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw refused('accounts', 'not_calculable', error.message);
    throw error;
  }
}
