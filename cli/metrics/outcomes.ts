import { type Baseline, baselinesOf } from '../../adapters/store/baselines.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { type BaselineComparison, compareWith, type Estimate } from '../../domain/intervals.ts';
import type { MeasuredCase } from '../../domain/metrics.ts';
import {
  measureOutcomes,
  minutesByTeam,
  OUTCOMES,
  type Outcome,
  type OutcomeCase,
  type TeamOutcome,
} from '../../domain/outcomes.ts';
import { peopleById } from '../people.ts';
import { table } from '../table.ts';
import { type Counted, momentsOf } from './figures.ts';
import { duration, shareText } from './figures-text.ts';

/** One promised outcome beside the company's own figure from before. */
export interface ShownOutcome extends Estimate {
  outcome: Outcome;
  baseline: Baseline | null;
  /** Null without a baseline. */
  comparison: BaselineComparison | null;
}

export interface ShownOutcomes {
  outcomes: ShownOutcome[];
  teams: TeamOutcome[];
}

/** @param now UTC instant. @param ofPersons whether teams of which one person decided are shown (policy/rollout.yaml) */
export async function outcomesOf(
  tx: Tx,
  of: Counted,
  cases: ReadonlyArray<MeasuredCase & OutcomeCase>,
  now: string,
  ofPersons: boolean,
): Promise<ShownOutcomes> {
  const moments = await momentsOf(tx, of);
  const people = await peopleById(tx);
  const baselines = await baselinesOf(tx, of.lifecycle);
  const measured = measureOutcomes(cases, moments, now);
  const teamOf = (id: string) => {
    const person = people.get(id);
    return person
      ? [person.role.replaceAll('_', ' '), person.region].filter(Boolean).join(', ')
      : 'not known';
  };
  return {
    outcomes: OUTCOMES.map((outcome) => {
      const baseline = baselines[outcome] ?? null;
      const estimate = measured[outcome];
      return {
        ...{ outcome, ...estimate, baseline },
        comparison: baseline && compareWith(estimate, baseline.value),
      };
    }),
    teams: minutesByTeam(cases, moments, now, teamOf).filter(({ people: n }) => n > 1 || ofPersons),
  };
}

const NAMES: Record<Outcome, string> = {
  firstLook: 'to the first look',
  decision: 'to the decision',
  withoutPerson: 'with nobody deciding',
  reviewerMinutes: "a reviewer's time, per case",
};

/** What is promised, as measured, between which bounds, and the company's own figure from before. */
export function outcomesTable({ outcomes, teams }: ShownOutcomes, width: number): string {
  const rows = [
    ...outcomes.map((one) => ({ ...one, name: NAMES[one.outcome] })),
    ...teams.map(({ team, reviewerMinutes }) => ({
      ...reviewerMinutes,
      ...{ outcome: 'reviewerMinutes' as const, baseline: null, comparison: null, name: `… ${team}` },
    })),
  ];
  return table(
    rows,
    [
      { head: 'OUTCOME', value: (one) => one.name, least: 20 },
      { head: 'N', value: (one) => one.n, align: 'right' },
      { head: 'MEDIAN', value: (one) => valueText(one.outcome, one.value), align: 'right' },
      {
        head: '95 % WITHIN',
        value: (one) =>
          one.low === null || one.high === null
            ? '–'
            : `${valueText(one.outcome, one.low)} to ${valueText(one.outcome, one.high)}`,
        align: 'right',
      },
      {
        head: 'BEFORE',
        value: (one) => one.baseline && valueText(one.outcome, one.baseline.value),
        align: 'right',
      },
      { head: 'NOW', value: (one) => one.comparison, least: 6 },
    ],
    width,
  );
}

function valueText(outcome: Outcome, value: number | null): string {
  return outcome === 'withoutPerson' ? shareText(value) : duration(value);
}
