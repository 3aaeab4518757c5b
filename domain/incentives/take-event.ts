import { compare, type Exact, exact, ONE, over, times, ZERO } from '../exact.ts';
import type { Money } from '../money.ts';
import { type AccrualLine, isHeld, moveHeld, payeesOf, saleEntries, standing } from './accruals.ts';
import { type Books, keepBooks, type LineItem, openBooks } from './books.ts';
import { recountBundles } from './bundles.ts';
import { budgetLeft, wholeBudget } from './caps.ts';
import type { Claim, ClaimEvent, Given } from './claim.ts';
import { inProgramCurrency } from './exchange.ts';
import { groupOf } from './groups.ts';
import { daysBetween } from './period.ts';
import type { IncentiveProgram } from './program.ts';
import { takeBack } from './take-back.ts';
import { trueUps } from './true-ups.ts';
import { versionOn } from './versions.ts';

/** A program between two events: what it has booked, and what waits. `takeEvent` changes it. */
export interface OpenProgram {
  books: Books;
  /** Events that were taken. */
  taken: Set<string>;
  /** Claims that were undone. */
  undone: Set<string>;
  /** Refunds of lines that have not earned anything yet, by line. */
  early: Map<string, Refund[]>;
  /** Claims that would break the budget, in the order in which they are taken. */
  waiting: WaitingClaim[];
  /** By the event that has put a claim on hold: the claim. */
  holds: Map<string, string>;
}

export interface WaitingClaim {
  event: string;
  claim: Claim;
  /** In force when it came: however long it waits, it earns what was decided by them. */
  versions: readonly IncentiveProgram[];
}

/** Where an event stands. `waits`: a claim for budget, a refund for its line. */
export interface EventStanding {
  event: string;
  standing: 'booked' | 'waits' | 'nothing';
  /** Null where it is booked. */
  why: string | null;
}

/** What one event adds. */
export interface Taken {
  /** In the order in which they are booked. */
  lines: AccrualLine[];
  /** Of this event, and of those before that stand otherwise now. */
  standings: EventStanding[];
}

type Refund = Extract<ClaimEvent, { kind: 'refund' }>;

export const openProgram = (): OpenProgram => ({
  books: openBooks(),
  taken: new Set(),
  undone: new Set(),
  early: new Map(),
  waiting: [],
  holds: new Map(),
});

/**
 * Takes the next event of a program.
 * @param versions of the program, as they are in force now; what was taken before keeps the version by which it was rated
 * @throws RangeError for a line without a version, a rate or a payee, and for a refund that is no amount in the currency of its sale;
 *   then nothing has changed
 */
export function takeEvent(
  open: OpenProgram,
  versions: readonly IncentiveProgram[],
  event: ClaimEvent,
): Taken {
  if (open.taken.has(event.event)) return without(event.event, 'it was taken before');
  const own = ownOf(open, versions, event);
  open.taken.add(event.event);
  const waited = takeWaiting(open, versions);
  const still = open.waiting.some((one) => one.event === event.event);
  return {
    lines: [...own.lines, ...waited.lines],
    standings: [
      ...own.standings,
      ...waited.standings,
      ...(still
        ? [{ event: event.event, standing: 'waits' as const, why: 'the budget has no room for it' }]
        : []),
    ],
  };
}

function ownOf(open: OpenProgram, versions: readonly IncentiveProgram[], event: ClaimEvent): Taken {
  if (event.kind === 'claim') return queue(open, versions, event);
  if (event.kind === 'undo') return undo(open, event);
  if (event.kind === 'hold') return hold(open, event);
  if (event.kind === 'release') return release(open, event);
  if (event.kind === 'corrected') return corrected(open, versions, event);
  const item = open.books.lines.get(event.line);
  if (item) return refund(open.books, item, event);
  open.early.set(event.line, [...(open.early.get(event.line) ?? []), event]);
  return { lines: [], standings: [{ event: event.event, standing: 'waits', why: NOT_EARNED }] };
}

export const NOT_EARNED = 'its line has not earned anything';

const without = (event: string, why: string): Taken => ({
  lines: [],
  standings: [{ event, standing: 'nothing', why }],
});

/** Puts a claim among those that wait. @throws RangeError for one that could not be taken from there */
function queue(
  { books, undone, waiting }: OpenProgram,
  versions: readonly IncentiveProgram[],
  { event, claim: stated }: Extract<ClaimEvent, { kind: 'claim' }>,
): Taken {
  const queued = new Set(waiting.flatMap(({ claim }) => claim.lines.map(({ line }) => line)));
  const lines = stated.lines.filter(({ line }) => !books.lines.get(line) && !queued.has(line));
  if (undone.has(stated.claim)) return without(event, UNDONE);
  if (lines.length === 0) return without(event, 'its lines were taken before, or wait');
  const claim = { ...stated, lines };
  for (const line of lines) {
    const program = versionFor(versions, line.soldOn);
    payeesOf(program, claim);
    if (line.amount.currency !== program.currency && line.exchange === null)
      throw new RangeError(`line ${line.line} is in ${line.amount.currency} and has no rate`);
  }
  waiting.push({ event, claim, versions });
  waiting.sort(
    (a, b) => order(a.claim.completeAt, b.claim.completeAt) || order(a.claim.claim, b.claim.claim),
  );
  return { lines: [], standings: [] };
}

/** Takes what waits as long as the budget has room, the one that was complete first before all others. */
function takeWaiting(open: OpenProgram, versions: readonly IncentiveProgram[]): Taken {
  const all: Taken = { lines: [], standings: [] };
  for (let next = open.waiting[0]; next; next = open.waiting[0]) {
    const trial = openBooks(open.books);
    const made = takeClaim(trial, next, open.early);
    const budget = budgetLeft(open.books, versionFor(versions, next.claim.lines[0]?.soldOn ?? ''));
    const total = totalOf(made.lines);
    if (budget !== null && total > budget) break;
    keepBooks(trial);
    open.waiting.shift();
    for (const { line } of next.claim.lines) open.early.delete(line);
    all.lines.push(...made.lines);
    all.standings.push({ event: next.event, standing: 'booked', why: null }, ...made.standings);
  }
  return all;
}

/** Everything that a claim would book if it were taken now and there were no budget. Nothing changes. */
export function wouldBook({ books, early }: OpenProgram, { claim, ...of }: WaitingClaim): AccrualLine[] {
  const lines = claim.lines.filter(({ line }) => !books.lines.get(line));
  return takeClaim(openBooks(books), { ...of, claim: { ...claim, lines } }, early).lines;
}

/** What an event would book. Nothing changes. @throws RangeError as takeEvent */
export function wouldTake(
  open: OpenProgram,
  versions: readonly IncentiveProgram[],
  event: ClaimEvent,
): Taken {
  const trial: OpenProgram = {
    books: openBooks(open.books),
    ...{ taken: new Set(open.taken), undone: new Set(open.undone) },
    ...{ early: new Map(open.early), waiting: [...open.waiting], holds: new Map(open.holds) },
  };
  return takeEvent(trial, versions, event);
}

/** Whether a claim alone would earn more than the whole budget, so that it could never be booked. Nothing changes. */
export function isOverBudget(open: OpenProgram, claim: WaitingClaim): boolean {
  const program = versionFor(claim.versions, claim.claim.lines[0]?.soldOn ?? '');
  const whole = wholeBudget(program);
  return whole !== null && totalOf(wouldBook(open, claim)) > whole;
}

/** Whether a claim that was taken next would earn the same by these versions as by others. Nothing changes. */
export function earnsAlike(
  { books, early }: OpenProgram,
  claim: WaitingClaim,
  others: readonly IncentiveProgram[],
): boolean {
  const [own, other] = [claim, { ...claim, versions: others }].map((one) =>
    takeClaim(openBooks(books), one, early)
      .lines.map(({ id, minor }) => `${id} ${minor}`)
      .join(),
  );
  return own === other;
}

function takeClaim(
  books: Books,
  { event, claim, versions }: WaitingClaim,
  early: OpenProgram['early'],
): Taken {
  const lines = claim.lines.flatMap((line) =>
    saleEntries(books, versionFor(versions, line.soldOn), event, claim, line),
  );
  lines.push(...recountBundles(books, claim.claim, event, true));
  lines.push(...trueUps(books, groupsOf(books, claim.claim), event, true));
  const standings: EventStanding[] = [];
  for (const one of claim.lines.flatMap(({ line }) => early.get(line) ?? [])) {
    const item = books.lines.get(one.line);
    if (!item) continue;
    const back = inItsCurrency(item, one) ? refund(books, item, one) : without(one.event, IN_ITS_CURRENCY);
    lines.push(...back.lines);
    standings.push(...back.standings);
  }
  return { lines, standings };
}

/** What a refund takes back, with what follows from it: never does it pay more. */
function refund(books: Books, item: LineItem, { event, refunded, on, given }: Refund): Taken {
  const { source, share } = item;
  if (isLate(item, on)) return without(event, 'nothing is taken back after the clawback window');
  const asked = refunded === 'whole' ? share : partOf(source.amount, refunded);
  const back = compare(asked, share) < 0 ? asked : share;
  const lines = takeBack(books, item, back, event, 'refund', given ? worthOf(given, item, asked) : ONE);
  const group = groupOf(item);
  lines.push(
    ...recountBundles(books, item.claim, event, false),
    ...trueUps(books, group === null ? [] : [group], event, false),
  );
  if (lines.length > 0) return { lines, standings: [{ event, standing: 'booked', why: null }] };
  return without(
    event,
    standing(item) === 0n ? 'nothing of the line stands' : 'what it takes back rounds to nothing',
  );
}

const isLate = ({ source, program }: LineItem, on: string) =>
  daysBetween(source.soldOn, on) > program.clawbackDays;

/** What was given back at the rates of its day, for each unit that the same part of the sale was worth at its own. */
function worthOf({ money, rates }: Given, { source }: LineItem, asked: Exact): Exact {
  if (compare(asked, ZERO) === 0) return ONE;
  const now = over(times(exact(money.amount), exact(rates.given.usd)), exact(rates.program.usd));
  return over(now, times(asked, inProgramCurrency(source)));
}

function undo(open: OpenProgram, { event, claim }: Extract<ClaimEvent, { kind: 'undo' }>): Taken {
  const { books, waiting } = open;
  const dropped = waiting.filter((one) => one.claim.claim === claim);
  open.undone.add(claim);
  open.waiting = waiting.filter((one) => one.claim.claim !== claim);
  const lines = (books.claims.get(claim) ?? []).flatMap((line) => {
    const item = books.lines.get(line);
    return item ? takeBack(books, item, item.share, event, 'undo') : [];
  });
  lines.push(...recountBundles(books, claim, event, false));
  lines.push(...trueUps(books, groupsOf(books, claim), event, false));
  const own: EventStanding =
    lines.length > 0
      ? { event, standing: 'booked', why: null }
      : { event, standing: 'nothing', why: 'nothing of the claim stands' };
  return { lines, standings: [...dropped.flatMap((one) => without(one.event, UNDONE).standings), own] };
}

function hold({ books, holds }: OpenProgram, { event, claim }: Extract<ClaimEvent, { kind: 'hold' }>): Taken {
  const lines = isHeld(books, claim) ? [] : moveHeld(books, claim, event, 'hold');
  holds.set(event, claim);
  books.holds.set(claim, [...(books.holds.get(claim) ?? []), event]);
  return { lines, standings: [{ event, standing: 'booked', why: null }] };
}

function release(
  { books, holds }: OpenProgram,
  { event, hold: held }: Extract<ClaimEvent, { kind: 'release' }>,
): Taken {
  const claim = holds.get(held);
  if (claim === undefined) return without(event, 'nothing is held by it');
  holds.delete(held);
  books.holds.set(
    claim,
    (books.holds.get(claim) ?? []).filter((one) => one !== held),
  );
  const lines = isHeld(books, claim) ? [] : moveHeld(books, claim, event, 'release');
  return { lines, standings: [{ event, standing: 'booked', why: null }] };
}

/** What waits is taken behind every event. Here those are told that no longer can be. */
function corrected(
  open: OpenProgram,
  versions: readonly IncentiveProgram[],
  { event }: Extract<ClaimEvent, { kind: 'corrected' }>,
): Taken {
  const over = open.waiting.filter(({ claim, event: name, versions: own }) => {
    const budgeted = budgetedBy(own, versions);
    return isOverBudget(open, { claim, event: name, versions: budgeted });
  });
  return {
    lines: [],
    standings: [
      { event, standing: 'nothing', why: 'it is no claim' },
      ...over.map((one) => ({ event: one.event, standing: 'waits' as const, why: OVER_BUDGET })),
    ],
  };
}

/** The versions by which a claim waits, with the budget of those that are in force now. */
const budgetedBy = (own: readonly IncentiveProgram[], now: readonly IncentiveProgram[]) =>
  own.map((version) => ({ ...version, budget: versionOn(now, version.effectiveFrom)?.budget ?? null }));

export const OVER_BUDGET = 'it is larger than the whole budget';

const totalOf = (lines: readonly AccrualLine[]): bigint => lines.reduce((sum, { minor }) => sum + minor, 0n);

const UNDONE = 'the claim was undone';
const IN_ITS_CURRENCY = 'a refund is stated in the currency of its sale, or as whole';

const inItsCurrency = ({ source }: LineItem, { refunded }: Refund): boolean =>
  refunded === 'whole' || refunded.currency === source.amount.currency;

/** The part of a line that was refunded, 0 to 1 or more. */
function partOf(amount: Money, refunded: Money): Exact {
  if (refunded.currency !== amount.currency)
    throw new RangeError(`a refund is stated in ${amount.currency}, the currency of its sale, or as whole`);
  if (compare(exact(refunded.amount), ZERO) <= 0) throw new RangeError('a refund is an amount above 0');
  return over(exact(refunded.amount), exact(amount.amount));
}

function groupsOf(books: Books, claim: string): string[] {
  const all = (books.claims.get(claim) ?? []).flatMap((line) => {
    const item = books.lines.get(line);
    return item ? (groupOf(item) ?? []) : [];
  });
  return [...new Set(all)];
}

function versionFor(versions: readonly IncentiveProgram[], day: string): IncentiveProgram {
  const version = versionOn(versions, day);
  if (!version) throw new RangeError(`no version of the program had begun on ${day}`);
  return version;
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
