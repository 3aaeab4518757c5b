import { businessMinutesBetween, type Calendar } from './gate/business-hours.ts';

/** How fast and how well cases are decided. Statistics, never amounts that are paid: plain numbers are exact enough. */

/** What the figures need of one case. Instants are UTC, ISO 8601. */
export interface MeasuredCase {
  /** tier/region/program; null before the first look. */
  segment: string | null;
  receivedAt: string;
  /** What the machine advised, in its lifecycle's word; null before the first look. */
  advice: string | null;
  /** The first that a person did: decided, or asked the partner; null while nobody has. */
  firstReview: { at: string; calendar: Calendar } | null;
  /** What a person settled it with, last one first; null when no person has. */
  decision: 'approve' | 'reject' | 'override' | null;
  /** How it was closed. */
  closed: { outcome: string; at: string } | null;
  /** Everything that it wrote was taken back, also after its end. */
  takenBack: boolean;
}

/** Quantiles with linear interpolation (type 7 of Hyndman and Fan 1996, as Postgres' percentile_cont); null of an empty sample. */
export interface Spread {
  n: number;
  median: number | null;
  p90: number | null;
}

export interface ShareOfCases {
  /** 0..1; null of nothing. */
  share: number | null;
  of: number;
}

/** What is measured of every lifecycle's cases. */
export interface CaseFigures {
  cases: number;
  /** Minutes on the wall from receipt to a person's first look. */
  firstReviewMinutes: Spread;
  /** The same in the working minutes of whoever looked: a night before a quick answer is nobody's delay. */
  firstReviewBusinessMinutes: Spread;
  /** Minutes on the wall from receipt to the approval, by whomever. */
  approvalMinutes: Spread;
  /** Approved of those closed as approved, rejected or incomplete. */
  approvalRate: ShareOfCases;
  /** Approved with nobody asked, of all that were approved. */
  automaticRate: ShareOfCases;
  /** Of the decisions that a person took or took back: those that changed what the machine proposed. */
  overrideRate: ShareOfCases;
}

const CLOSED = new Set(['Approved', 'Rejected', 'Incomplete']);

/**
 * The figures of any set of cases. An approval that was taken back counts as none, and as a decision against the machine.
 * @param approve the word by which the machine advises to approve
 */
export function measureCases(cases: readonly MeasuredCase[], approve: string): CaseFigures {
  const reviewed = cases.flatMap((one) =>
    one.firstReview ? [{ from: one.receivedAt, ...one.firstReview }] : [],
  );
  const closed = cases.filter((one) => one.closed && CLOSED.has(one.closed.outcome));
  const approved = closed.filter(isApproved);
  const overseen = cases.filter((one) => one.decision !== null || (automatic(one) && one.takenBack));
  return {
    cases: cases.length,
    firstReviewMinutes: spread(reviewed.map(({ from, at }) => minutes(from, at))),
    firstReviewBusinessMinutes: spread(
      reviewed.map(({ from, at, calendar }) => businessMinutesBetween(from, at, calendar)),
    ),
    approvalMinutes: spread(approved.map((one) => minutes(one.receivedAt, one.closed?.at ?? ''))),
    approvalRate: shareOfCases(approved, closed),
    automaticRate: shareOfCases(approved.filter(automatic), approved),
    overrideRate: shareOfCases(
      overseen.filter((one) => againstMachine(one, approve)),
      overseen,
    ),
  };
}

/** The figures of each segment, in the order of their names. */
export function measureBySegment<Figures>(
  cases: readonly MeasuredCase[],
  measure: (own: readonly MeasuredCase[]) => Figures,
): Array<{ segment: string; figures: Figures }> {
  const bySegment = Map.groupBy(cases, (one) => one.segment ?? 'not looked at');
  return [...bySegment]
    .map(([segment, own]) => ({ segment, figures: measure(own) }))
    .sort((a, b) => (a.segment < b.segment ? -1 : 1));
}

function isApproved({ closed, takenBack }: MeasuredCase): boolean {
  return closed?.outcome === 'Approved' && !takenBack;
}

function automatic(one: MeasuredCase): boolean {
  return one.closed?.outcome === 'Approved' && one.decision === null;
}

/** Edits, a no where nothing spoke against it, and whatever the machine did that a person took back. A question back is no decision. */
function againstMachine({ advice, decision, takenBack }: MeasuredCase, approve: string): boolean {
  if (decision === 'override') return true;
  if (decision === 'reject') return advice === approve;
  return decision === null && takenBack;
}

/** The share of some among all. */
export function shareOfCases(some: readonly unknown[], all: readonly unknown[]): ShareOfCases {
  return { share: all.length === 0 ? null : some.length / all.length, of: all.length };
}

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { n: sorted.length, median: quantile(sorted, 0.5), p90: quantile(sorted, 0.9) };
}

function quantile(sorted: readonly number[], share: number): number | null {
  const place = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (low === undefined || high === undefined) return null;
  return low + (high - low) * (place - Math.floor(place));
}

function minutes(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 60_000;
}
