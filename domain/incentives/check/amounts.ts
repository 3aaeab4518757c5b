import { compare, exact, ZERO } from '../../exact.ts';
import { exponentOf } from '../../exponent.ts';
import type { Money } from '../../money.ts';
import { CAP_SCOPES, type EarningRule, type IncentiveProgram } from '../program.ts';
import { fault, type ProgramFault } from './fault.ts';
import { ratesOf } from './tiers.ts';

/** Amounts in another currency or with too many decimals, caps that can never bind and caps below what one sale earns at least. */
export function amountFaults(program: IncentiveProgram): ProgramFault[] {
  const { currency, caps, budget, rules, bonuses, bundles } = program;
  const named: [ProgramFault['path'], Money][] = [
    ...fixedOf('rules', rules),
    ...fixedOf('bonuses', bonuses),
    ...[...bundles.entries()].map(([at, { perBundle }]): [ProgramFault['path'], Money] => [
      ['bundles', at, 'perBundle'],
      perBundle,
    ]),
    ...[...caps.entries()].flatMap(([at, { amount }]): [ProgramFault['path'], Money][] =>
      amount ? [[['caps', at, 'amount'], amount]] : [],
    ),
    ...(budget ? [[['budget'], budget] as [ProgramFault['path'], Money]] : []),
  ];
  const wrong = named.flatMap(([path, money]) => moneyFault(path, money, currency));
  if (wrong.length > 0) return wrong;
  return [
    ...[...rules, ...bonuses].flatMap(({ gives }, at) =>
      ratesOf({ gives }).some((rate) => 'percent' in rate && !isShare(rate.percent))
        ? [
            fault(
              at < rules.length ? ['rules', at] : ['bonuses', at - rules.length],
              'a percent is above 0 and at most 100: nobody earns more than was sold',
            ),
          ]
        : [],
    ),
    ...capFaults(program),
  ];
}

const isShare = (percent: string) =>
  compare(exact(percent), ZERO) > 0 && compare(exact(percent), exact('100')) <= 0;

function fixedOf(list: string, of: readonly Pick<EarningRule, 'gives'>[]) {
  return [...of.entries()].flatMap(([at, { gives }]) =>
    ratesOf({ gives }).flatMap((rate, step): [ProgramFault['path'], Money][] => {
      if ('percent' in rate) return [];
      const tier = 'steps' in gives ? ['tiered', 'steps', step] : [];
      const [field, money] = 'perUnit' in rate ? ['perUnit', rate.perUnit] : ['perLine', rate.perLine];
      return [[[list, at, ...tier, field], money]];
    }),
  );
}

function moneyFault(path: ProgramFault['path'], money: Money, currency: string): ProgramFault[] {
  if (money.currency !== currency)
    return [fault(path, `it is in ${money.currency}, and the program pays in ${currency}`)];
  if ((money.amount.split('.')[1] ?? '').length > exponentOf(currency))
    return [fault(path, `${currency} has ${exponentOf(currency)} decimals, and ${money.amount} has more`)];
  return compare(exact(money.amount), ZERO) > 0 ? [] : [fault(path, 'it must be above 0')];
}

function capFaults({ caps, budget, rules, bundles }: IncentiveProgram): ProgramFault[] {
  const fixed = [
    ...rules.flatMap((rule) =>
      ratesOf(rule).flatMap((rate) =>
        'percent' in rate ? [] : ['perUnit' in rate ? rate.perUnit.amount : rate.perLine.amount],
      ),
    ),
    ...bundles.map(({ perBundle }) => perBundle.amount),
  ];
  const allFixed = rules.every((rule) => ratesOf(rule).every((rate) => !('percent' in rate)));
  const lowest = allFixed
    ? fixed.reduce<string | null>(
        (low, amount) => (low === null || compare(exact(amount), exact(low)) < 0 ? amount : low),
        null,
      )
    : null;
  const rank = (per: string) => CAP_SCOPES.indexOf(per as (typeof CAP_SCOPES)[number]);
  const each = [...caps.entries()].flatMap(([at, { per, amount }]) => {
    const path = ['caps', at];
    if (per === 'request' && amount !== null)
      return [
        fault([...path, 'amount'], 'the amount of a request is what it was approved for: leave it out'),
      ];
    if (per !== 'request' && amount === null) return [fault(path, `the cap per ${per} needs an amount`)];
    if (caps.slice(0, at).some((before) => before.per === per))
      return [fault(path, `there are two caps per ${per}`)];
    if (amount === null) return [];
    if (lowest !== null && compare(exact(amount.amount), exact(lowest)) < 0)
      return [fault([...path, 'amount'], `the cap is below ${lowest}, the least that one sale earns`)];
    const narrower = caps.find(
      (other) =>
        other.amount !== null &&
        rank(other.per) < rank(per) &&
        compare(exact(other.amount.amount), exact(amount.amount)) > 0,
    );
    return narrower
      ? [fault(path, `it is below the cap per ${narrower.per}, which could then never be reached`)]
      : [];
  });
  const above = caps.find(
    ({ amount }) =>
      budget !== null && amount !== null && compare(exact(amount.amount), exact(budget.amount)) > 0,
  );
  return [
    ...each,
    ...(above
      ? [fault(['budget'], `the cap per ${above.per} is above the budget and could never be reached`)]
      : []),
  ];
}
