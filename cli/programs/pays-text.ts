import type { IncentiveProgram, Rate, Selector, Tiers } from '../../domain/incentives/program.ts';
import type { Money } from '../../domain/money.ts';

/** What a program pays, a line for each rule, bonus, bundle and accelerator: `identity: IDT-STD, 2.00 USD a unit; from 50 units 3.00 USD a unit` */
export function paysText({ rules, bonuses, bundles, accelerators }: IncentiveProgram): string[] {
  return [
    ...rules.map((rule) => `${rule.rule}: ${[...about(rule), givesText(rule.gives)].join(', ')}`),
    ...bonuses.map(
      (bonus) => `${bonus.bonus}: ${[...about(bonus), `${rateText(bonus.gives)} more`].join(', ')}`,
    ),
    ...bundles.map(({ bundle, skus, perBundle }) => `${bundle}: ${money(perBundle)} for ${skus.join(' + ')}`),
    ...accelerators.map(
      ({ accelerator, by, from, factor }) => `${accelerator}: from ${from} ${by} × ${factor}`,
    ),
  ];
}

const about = ({ skus, tiers, regions, from, to }: Selector): string[] => [
  ...(skus.length > 0 ? [skus.join(' ')] : []),
  ...(tiers.length > 0 ? [tiers.join(' ')] : []),
  ...(regions.length > 0 ? [regions.join(' ')] : []),
  ...(from === null ? [] : [`from ${from}`]),
  ...(to === null ? [] : [`until ${to}`]),
];

function givesText(gives: Rate | Tiers): string {
  if (!('steps' in gives)) return rateText(gives);
  const steps = gives.steps.map(({ from, rate }, at) =>
    at === 0 ? rateText(rate) : `from ${from} ${gives.by} ${rateText(rate)}`,
  );
  return `${steps.join(', ')}${gives.retroactive ? ', retroactive' : ''}`;
}

function rateText(rate: Rate): string {
  if ('percent' in rate) return `${rate.percent} %`;
  return 'perUnit' in rate ? `${money(rate.perUnit)} a unit` : `${money(rate.perLine)} a line`;
}

const money = ({ amount, currency }: Money) => `${amount} ${currency}`;
