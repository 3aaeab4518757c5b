import { canonicalText } from '../../domain/evidence.ts';
import { exact, minorText, toMinor } from '../../domain/exact.ts';
import type { AccrualLine } from '../../domain/incentives/accruals.ts';
import type { ClaimEvent } from '../../domain/incentives/claim.ts';
import {
  earnsAlike,
  isOverBudget,
  takeEvent,
  wouldBook,
  wouldTake,
} from '../../domain/incentives/take-event.ts';
import type { Money } from '../../domain/money.ts';
import type { Among } from '../ports/port-row.ts';
import { refused } from '../refused.ts';
import { caseOfEffect } from '../store/accounts/booked-by.ts';
import { addEntries, addStandings } from '../store/accounts/entries.ts';
import { isRefunded } from '../store/accounts/paid-lines.ts';
import { withoutNames, withoutPeople } from '../store/accounts/people.ts';
import { dayOf, noBooks, type ProgramBooks, readOn, versionsOf } from '../store/accounts/program-books.ts';
import { addEvent, eventNamed, lockProgram, type StoredEvent } from '../store/accounts/program-events.ts';
import { versionsInForce } from '../store/incentive-programs.ts';
import { type Tx, transact } from '../store/pool.ts';
import { statement } from '../store/statement.ts';

/** By what a claim or a refund was decided. */
export interface Decided {
  /** Hashes of the versions of the program; absent: those in force. */
  versions?: readonly string[] | undefined;
  /** The most that it may book at once, true-ups of earlier claims included; absent: anything. */
  upTo?: Money | undefined;
  /** Whether no other refund of its line had booked anything; absent: whatever came before. */
  isFirst?: true | undefined;
}

export interface Bookkeeping {
  /**
   * Takes an event of a program and books what it adds, all of it or nothing. The same event again books nothing.
   * @param effect key of the write
   * @throws VendorFault `rejected` when it cannot be taken, another event has its name, the program was corrected since a claim was decided, the
   *   claim would book more than was decided or than the whole budget, or its line was refunded since a refund was decided
   */
  book(program: string, event: ClaimEvent, effect: string, decided?: Decided): Promise<void>;
  /** What an event would book now, if the budget had room. @throws VendorFault `rejected` when it cannot be calculated */
  preview(program: string, event: ClaimEvent): Promise<AccrualLine[]>;
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

  async function look(program: string, event: ClaimEvent): Promise<AccrualLine[]> {
    const books = kept.get(program) ?? noBooks(program);
    // They are of no use once they could not be read on.
    kept.delete(program);
    const db = statement(among.store());
    const { key } = among.worker();
    await readOn(db, key, books);
    const versions = await versionsOf(db, books, await versionsInForce(db, key, program));
    kept.set(program, books);
    if (versions.length === 0) return [];
    return calculable(() =>
      event.kind === 'claim'
        ? wouldBook(books.open, { ...event, versions })
        : wouldTake(books.open, versions, event).lines.filter((line) => line.event === event.event),
    );
  }

  /** In this process one waits here, and not with a connection of its own. */
  function inTurn<T>(program: string, work: () => Promise<T>): Promise<T> {
    const turn = (turns.get(program) ?? Promise.resolve()).then(work);
    turns.set(
      program,
      turn.then(
        () => undefined,
        () => undefined,
      ),
    );
    return turn;
  }

  return {
    book: (program, event, effect, decided = {}) =>
      inTurn(program, () => take(program, { event, effect, decided })),
    preview: (program, event) => inTurn(program, () => look(program, event)),
  };
}

interface Asked {
  event: ClaimEvent;
  effect: string;
  decided: Decided;
}

async function bookIn(
  tx: Tx,
  { key, vault, now }: ReturnType<Among['worker']>,
  books: ProgramBooks,
  { event, effect, decided }: Asked,
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
  if (body.kind === 'claim') {
    const claim = { ...body, versions };
    if (decided.versions && decided.versions.join() !== hashes.join()) {
      const others = await versionsOf(tx, books, decided.versions);
      if (!calculable(() => earnsAlike(books.open, claim, others))) throw corrected();
    }
    if (calculable(() => isOverBudget(books.open, claim))) throw overBudget();
  }
  if (decided.isFirst && body.kind === 'refund' && (await isRefunded(tx, body.line))) throw refundedSince();
  const { lines, standings } = calculable(() => takeEvent(books.open, versions, body));
  if (decided.upTo) mayBook(decided.upTo, ofEvent(lines, body.event));
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

const ofEvent = (lines: readonly AccrualLine[], event: string) =>
  lines.filter((line) => line.event === event);

/** @throws VendorFault `rejected` when it is more than was decided */
function mayBook({ amount, currency }: Money, lines: readonly AccrualLine[]): void {
  const all = lines.reduce((sum, { minor }) => sum + minor, 0n);
  if (all <= toMinor(exact(amount), currency)) return;
  throw refused(
    'accounts',
    'above_decided',
    `other claims were booked since it was decided, and with the true-ups of earlier claims it would book ${minorText(all, currency)} ${currency} now, where ${amount} ${currency} at most were decided: roll the case back and submit the claim again`,
  );
}

const overBudget = () =>
  refused(
    'accounts',
    'over_budget',
    'the claim alone would earn more than the whole budget of the program, and would hold up every claim behind it: raise the budget, or roll the case back and submit the claim for less',
  );

const refundedSince = () =>
  refused(
    'accounts',
    'refunded_since',
    'something of the line was taken back since this refund was decided, and it may be the same refund: roll the case back, and if it is another one, tell of it again under an id of its own',
  );

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
