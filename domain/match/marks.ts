import { canonicalText } from '../evidence.ts';
import type { CustomerMatch } from './customer-match.ts';

/** What somebody has said for good about two records: they are one customer, or never one; `open` takes it back. */
export type MarkedAs = 'same' | 'different' | 'open';

/** What is signed. */
export interface MatchMark {
  /** Names of records (MatchRecord.record), in their order. */
  records: readonly [string, string];
  is: MarkedAs;
  /** Person id. */
  by: string;
  /** UTC instant. */
  at: string;
  reason: string;
  /** Version of the signed authority by which they may say so. */
  authorityVersion: number;
}

/** A mark as a compared record carries it. */
export type CarriedMark = Pick<MatchMark, 'by' | 'at' | 'reason'> & {
  is: Exclude<MarkedAs, 'open'>;
  /** The record on the other side: the registration itself, or an account that is its customer. */
  with: string;
};

/** The text that is signed. */
export const markBody = (mark: MatchMark): string => canonicalText({ ...mark, records: [...mark.records] });

/** Two records in the order in which a mark names them. @throws RangeError when both are one */
export function pairOf(a: string, b: string): [string, string] {
  if (a === b) throw new RangeError('a record is itself; name two');
  return a < b ? [a, b] : [b, a];
}

/** The latest word on each pair, without those that were taken back. @param marks oldest first */
export function standingMarks(marks: readonly MatchMark[]): MatchMark[] {
  const latest = new Map(marks.map((mark) => [mark.records.join(' '), mark]));
  return [...latest.values()].filter(({ is }) => is !== 'open');
}

/**
 * The compared records with what people have said about them: about the registration itself, or about an account that is its customer.
 * `same` makes a record that customer's; `different` takes one away that is less likely than the customer.
 * @param own names of the registration @param likely 0..1 @param from the likelihood from which an account is the customer
 */
export function withMarks(
  matches: readonly CustomerMatch[],
  marks: readonly MatchMark[],
  own: readonly string[],
  likely: (match: CustomerMatch) => number,
  from: number,
): CustomerMatch[] {
  if (marks.length === 0) return [...matches];
  const said = (these: readonly string[], match: CustomerMatch) => carried(marks, these, namesOf(match));
  const direct = matches.map((match) => marked(match, said(own, match)));
  const customers = direct.filter((match) => match.kind === 'account' && likely(match) >= from);
  return direct.map((match) => {
    if (match.mark) return match;
    const found = customers
      .filter(({ record }) => !namesOf(match).includes(record))
      .map((customer) => ({ mark: said([customer.record], match), likely: likely(customer) }))
      .find(
        ({ mark, likely: is }) => mark?.is === 'same' || (mark?.is === 'different' && is > likely(match)),
      );
    return marked(match, found?.mark ?? null);
  });
}

/** Names of records that are said to be the same as one of these. */
export function saidToBe(marks: readonly MatchMark[], these: readonly string[]): string[] {
  return marks
    .filter(({ is }) => is === 'same')
    .flatMap(({ records: [a, b] }) => (these.includes(a) ? [b] : these.includes(b) ? [a] : []));
}

/** What is said of a record is said of its account, too. */
function namesOf({ record, kind, parent }: CustomerMatch): string[] {
  return kind === 'account' || parent === null ? [record] : [record, parent];
}

function carried(
  marks: readonly MatchMark[],
  these: readonly string[],
  those: readonly string[],
): CarriedMark | null {
  // What is said of the record itself goes before what is said of its account.
  for (const there of those)
    for (const { records, is, by, at, reason } of marks) {
      const other = records.find((each) => each !== there && these.includes(each));
      if (is !== 'open' && records.includes(there) && other !== undefined)
        return { is, by, at, reason, with: other };
    }
  return null;
}

function marked(match: CustomerMatch, mark: CarriedMark | null): CustomerMatch {
  if (mark === null) return match;
  const { telling: _, ...plain } = match;
  return mark.is === 'different' ? { ...plain, mark } : { ...match, mark };
}
