import { compare, exact } from '../../exact.ts';
import type { EarningRule, IncentiveProgram, Rate, Tiers } from '../program.ts';
import { fault, type ProgramFault } from './fault.ts';

/** Tiers with a gap, an overlap, a step that pays no more, or a rate that cannot be cut where a tier begins. */
export function tierFaults({ rules, accelerators }: IncentiveProgram): ProgramFault[] {
  return [
    ...[...rules.entries()].flatMap(([at, { gives }]) => ('steps' in gives ? ofTiers(at, gives) : [])),
    ...[...accelerators.entries()].flatMap(([at, { accelerator, by, from, factor }]) => [
      ...(compare(exact(factor), exact('1')) > 0
        ? []
        : [fault(['accelerators', at, 'factor'], `${accelerator} must be above 1, to pay more`)]),
      ...accelerators
        .slice(0, at)
        .filter((before) => before.by === by && !rises(before, { from, factor }))
        .map((before) =>
          fault(
            ['accelerators', at],
            `${accelerator} must begin later than ${before.accelerator} and pay more`,
          ),
        ),
      ...accelerators
        .slice(0, at)
        .filter((before) => before.by !== by)
        .map(() =>
          fault(['accelerators', at, 'by'], 'accelerators of one program count the same: volume or units'),
        ),
    ]),
  ];
}

const rises = (a: { from: string; factor: string }, b: { from: string; factor: string }) =>
  compare(exact(a.from), exact(b.from)) < 0 && compare(exact(a.factor), exact(b.factor)) < 0;

function ofTiers(rule: number, { by, retroactive, steps }: Tiers): ProgramFault[] {
  const path = (step: number, field?: string): ProgramFault['path'] => {
    const to = ['rules', rule, 'tiered', 'steps', step];
    return field === undefined ? to : [...to, field];
  };
  const first = by === 'units' ? '1' : '0';
  const kind = kindOf(steps[0]?.rate);
  const begins =
    steps[0] && compare(exact(steps[0].from), exact(first)) !== 0
      ? [fault(path(0, 'from'), `there is a gap below the first tier: it must begin at ${first}`)]
      : [];
  const cut: Record<'volume' | 'units', string> = { volume: 'percent', units: 'perUnit' };
  const uncut =
    !retroactive && kind !== cut[by]
      ? [
          fault(
            path(0),
            `a tier by ${by} that is not retroactive cuts a line in two and needs ${cut[by]}, not ${kind}`,
          ),
        ]
      : [];
  const each = [...steps.entries()].flatMap(([at, { from, below, rate }]) => {
    const next = steps[at + 1];
    if (kindOf(rate) !== kind) return [fault(path(at), `all tiers of a rule give the same: ${kind}`)];
    if (by === 'units' && !/^\d+$/.test(from)) return [fault(path(at, 'from'), 'units are whole numbers')];
    if (below === null)
      return next ? [fault(path(at), `it has no end (below), and another tier follows`)] : [];
    if (compare(exact(below), exact(from)) <= 0)
      return [fault(path(at, 'below'), `the tier ends at ${below}, not above where it begins, ${from}`)];
    if (!next)
      return [fault(path(at, 'below'), `from ${below} on there is no tier: leave below out of the last one`)];
    const order = compare(exact(next.from), exact(below));
    if (order > 0)
      return [fault(path(at + 1, 'from'), `there is a gap between the tiers from ${below} to ${next.from}`)];
    if (order < 0) return [fault(path(at + 1, 'from'), `the tiers overlap from ${next.from} to ${below}`)];
    if (kindOf(next.rate) === kind && compare(worth(next.rate), worth(rate)) <= 0)
      return [fault(path(at + 1), 'a higher tier must give more than the one below it')];
    return [];
  });
  return [...begins, ...uncut, ...each];
}

type RateKind = 'percent' | 'perUnit' | 'perLine';

export function kindOf(rate: Rate | undefined): RateKind {
  if (rate && 'perUnit' in rate) return 'perUnit';
  return rate && 'perLine' in rate ? 'perLine' : 'percent';
}

const worth = (rate: Rate) =>
  exact('percent' in rate ? rate.percent : 'perUnit' in rate ? rate.perUnit.amount : rate.perLine.amount);

/** All rates of a rule: one, or those of its tiers. */
export const ratesOf = ({ gives }: Pick<EarningRule, 'gives'>): Rate[] =>
  'steps' in gives ? gives.steps.map(({ rate }) => rate) : [gives];
