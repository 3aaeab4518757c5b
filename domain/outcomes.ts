import { type Moment, minutesByCase } from './attention.ts';
import { type Estimate, medianOf, shareOf } from './intervals.ts';

/** What the product promises to change, as it is measured; a company sets its own figures from before beside them. */
export const OUTCOMES = ['firstLook', 'decision', 'withoutPerson', 'reviewerMinutes'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Times are minutes on the wall, `withoutPerson` is a share. */
export type Outcomes = Record<Outcome, Estimate>;

/** What is asked of one case. Instants are UTC, ISO 8601. */
export interface OutcomeCase {
  case: string;
  receivedAt: string;
  /** When and by whom it was settled: a person's last approval, rejection or override, else its end; null while it is open. */
  settled: { at: string; by: string | null } | null;
}

export interface TeamOutcome {
  team: string;
  /** Of it who decided any of these cases: the figure of one is a figure about a person. */
  people: number;
  reviewerMinutes: Estimate;
}

/**
 * From receipt to a person's first look, from receipt to the decision, how many were settled with nobody deciding, and the minutes that
 * people gave to each case that one of them decided.
 * @param moments of people, in these cases
 * @param now UTC instant
 */
export function measureOutcomes(
  cases: readonly OutcomeCase[],
  moments: readonly Moment[],
  now: string,
): Outcomes {
  const settled = cases.flatMap((one) => (one.settled ? [{ ...one, settled: one.settled }] : []));
  const minutes = minutesByCase(moments, now);
  return {
    firstLook: medianOf(firstLooks(cases, moments)),
    decision: medianOf(settled.map((one) => minutesFrom(one.receivedAt, one.settled.at))),
    withoutPerson: shareOf(settled.filter((one) => one.settled.by === null).length, settled.length),
    reviewerMinutes: medianOf(
      settled.flatMap((one) =>
        one.settled.by === null ? [] : [sum([...(minutes.get(one.case) ?? new Map()).values()])],
      ),
    ),
  };
}

/** The minutes that each team gave to the cases that one of it decided, by the team's name. @param teamOf of a person */
export function minutesByTeam(
  cases: readonly OutcomeCase[],
  moments: readonly Moment[],
  now: string,
  teamOf: (person: string) => string,
): TeamOutcome[] {
  const minutes = minutesByCase(moments, now);
  const decided = cases.flatMap((one) => (one.settled?.by ? [{ ...one, by: one.settled.by }] : []));
  return [...Map.groupBy(decided, ({ by }) => teamOf(by))]
    .map(([team, own]) => ({
      team,
      people: new Set(own.map(({ by }) => by)).size,
      reviewerMinutes: medianOf(
        own.map((one) =>
          sum([...(minutes.get(one.case) ?? [])].map(([by, spent]) => (teamOf(by) === team ? spent : 0))),
        ),
      ),
    }))
    .sort((a, b) => (a.team < b.team ? -1 : 1));
}

/** Minutes from receipt to the first moment of any person, of the cases that one has looked at. */
function firstLooks(cases: readonly OutcomeCase[], moments: readonly Moment[]): number[] {
  const first = new Map<string, number>();
  for (const { case: id, at } of moments)
    first.set(id, Math.min(first.get(id) ?? Number.POSITIVE_INFINITY, Date.parse(at)));
  return cases.flatMap((one) => {
    const at = first.get(one.case);
    return at === undefined ? [] : [(at - Date.parse(one.receivedAt)) / 60_000];
  });
}

function minutesFrom(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 60_000;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
