import { compare, exact, over, ZERO } from '../exact.ts';
import type { Money } from '../money.ts';
import { type AccrualLine, saleEntries, standing } from './accruals.ts';
import { type Books, keepBooks, type LineItem, openBooks } from './books.ts';
import { recountBundles } from './bundles.ts';
import { budgetLeft } from './caps.ts';
import type { Claim, ClaimEvent } from './claim.ts';
import { groupOf } from './groups.ts';
import { daysBetween } from './period.ts';
import type { IncentiveProgram } from './program.ts';
import { takeBack } from './take-back.ts';
import { trueUps } from './true-ups.ts';
import { versionOn } from './versions.ts';

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

type Refund = Extract<ClaimEvent, { kind: 'refund' }>;

/**
 * Everything that a program has earned, from all its events in the order in which they were taken. Rounding, tiers, splits and
 * reversals are those of docs/incentives.md ("How an amount is calculated").
 * @param versions of one program @param events with the lines that are payable
 * @throws RangeError for a line without a version, a rate or a payee, and for a refund that is no amount in the currency of its sale
 */
export function calculate(versions: readonly IncentiveProgram[], events: readonly ClaimEvent[]): Calculation {
  const books = openBooks();
  const lines: AccrualLine[] = [];
  const unchanged: Calculation['unchanged'] = [];
  const seen = new Set<string>();
  const undone = new Set<string>();
  const early = new Map<string, Refund[]>();
  let waiting: { event: string; claim: Claim }[] = [];

  const nothing = (event: string, why: string) => void unchanged.push({ event, why });

  /** Takes what waits as long as the budget has room, the one that was complete first before all others. */
  const takeWaiting = () => {
    for (let next = waiting[0]; next; next = waiting[0]) {
      const trial = openBooks(books);
      const made = takeClaim(trial, versions, next, early);
      const budget = budgetLeft(books, versionOf(versions, next.claim));
      const total = made.reduce((sum, { minor }) => sum + minor, 0n);
      if (budget !== null && total > budget) return;
      keepBooks(trial);
      lines.push(...made);
      waiting = waiting.slice(1);
    }
  };

  for (const event of events) {
    if (seen.has(event.event)) {
      nothing(event.event, 'it was taken before');
      continue;
    }
    seen.add(event.event);
    if (event.kind === 'claim') {
      const queued = new Set(waiting.flatMap(({ claim }) => claim.lines.map(({ line }) => line)));
      const left = event.claim.lines.filter(({ line }) => !books.lines.get(line) && !queued.has(line));
      const { claim } = event.claim;
      if (undone.has(claim)) nothing(event.event, 'the claim was undone');
      else if (left.length === 0) nothing(event.event, 'its lines were taken before, or wait');
      else
        waiting = [...waiting, { event: event.event, claim: { ...event.claim, lines: left } }].sort(
          (a, b) => order(a.claim.completeAt, b.claim.completeAt) || order(a.claim.claim, b.claim.claim),
        );
    } else if (event.kind === 'refund') {
      const item = books.lines.get(event.line);
      if (item) {
        const made = refund(books, item, event);
        if (made.length === 0) nothing(event.event, whyNothing(item, event));
        lines.push(...made);
      } else early.set(event.line, [...(early.get(event.line) ?? []), event]);
    } else {
      undone.add(event.claim);
      waiting = waiting.filter(({ claim }) => claim.claim !== event.claim);
      const made = undo(books, event.claim, event.event);
      if (made.length === 0) nothing(event.event, 'nothing of the claim stands');
      lines.push(...made);
    }
    takeWaiting();
  }
  const booked = new Set(lines.map(({ event }) => event));
  for (const refunds of early.values())
    for (const one of refunds.filter(({ event }) => !booked.has(event))) {
      const item = books.lines.get(one.line);
      nothing(one.event, item ? whyNothing(item, one) : 'its line has not earned anything');
    }
  return {
    lines,
    waiting: waiting.map(({ claim: { claim, completeAt } }) => ({ claim, completeAt })),
    unchanged,
    books,
  };
}

function takeClaim(
  books: Books,
  versions: readonly IncentiveProgram[],
  { event, claim }: { event: string; claim: Claim },
  early: ReadonlyMap<string, readonly Refund[]>,
): AccrualLine[] {
  const made = claim.lines.flatMap((line) =>
    saleEntries(books, versionFor(versions, line.soldOn), event, claim, line),
  );
  made.push(...recountBundles(books, claim.claim, event, true));
  made.push(...trueUps(books, groupsOf(books, claim.claim), event, true));
  for (const { line } of claim.lines)
    for (const one of early.get(line) ?? []) {
      const item = books.lines.get(line);
      if (item) made.push(...refund(books, item, one));
    }
  return made;
}

/** What a refund takes back, with what follows from it: never does it pay more. */
function refund(books: Books, item: LineItem, { event, refunded, on }: Refund): AccrualLine[] {
  const { source, share } = item;
  if (isLate(item, on)) return [];
  const part = refunded === 'whole' ? share : partOf(source.amount, refunded);
  const back = compare(part, share) < 0 ? part : share;
  const made = takeBack(books, item, back, event, 'refund');
  const group = groupOf(item);
  return [
    ...made,
    ...recountBundles(books, item.claim, event, false),
    ...trueUps(books, group === null ? [] : [group], event, false),
  ];
}

const isLate = ({ source, program }: LineItem, on: string) =>
  daysBetween(source.soldOn, on) > program.clawbackDays;

/** Why a refund has booked nothing. @param item as it was before */
function whyNothing(item: LineItem, { on }: Refund): string {
  if (isLate(item, on)) return 'nothing is taken back after the clawback window';
  return standing(item) === 0n ? 'nothing of the line stands' : 'what it takes back rounds to nothing';
}

function undo(books: Books, claim: string, event: string): AccrualLine[] {
  const made = (books.claims.get(claim) ?? []).flatMap((line) => {
    const item = books.lines.get(line);
    return item ? takeBack(books, item, item.share, event, 'undo') : [];
  });
  made.push(...recountBundles(books, claim, event, false));
  made.push(...trueUps(books, groupsOf(books, claim), event, false));
  return made;
}

/** The part of a line that was refunded, 0 to 1 or more. */
function partOf(amount: Money, refunded: Money) {
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

/** By the version of the first of its lines. */
function versionOf(versions: readonly IncentiveProgram[], { lines }: Claim): IncentiveProgram {
  return versionFor(versions, lines[0]?.soldOn ?? '');
}

function versionFor(versions: readonly IncentiveProgram[], day: string): IncentiveProgram {
  const version = versionOn(versions, day);
  if (!version) throw new RangeError(`no version of the program had begun on ${day}`);
  return version;
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
