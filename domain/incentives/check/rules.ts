import type { IncentiveProgram } from '../program.ts';
import { admitted, overlap, skuFits } from '../selector.ts';
import { fault, type ProgramFault } from './fault.ts';

/** Rules of which two could fit one line, and those that no line can ever fall under. */
export function ruleFaults(program: IncentiveProgram): ProgramFault[] {
  const { rules, bonuses, bundles, eligibility } = program;
  const nothing =
    rules.length === 0 && bundles.length === 0
      ? [fault(['rules'], 'the program pays nothing: it has neither a rule nor a bundle')]
      : [];
  const both = [...rules.entries()].flatMap(([at, rule]) => {
    const other = rules.slice(0, at).find((before) => overlap(before, rule));
    if (!other) return [];
    const fix = 'give them different SKUs, tiers, regions or days';
    return [fault(['rules', at], `a line can fall under ${rule.rule} and under ${other.rule}: ${fix}`)];
  });
  const inside = admitted(program);
  const unreachable = (list: string, of: readonly { name: string; selector: typeof inside }[]) =>
    [...of.entries()]
      .filter(([, { selector }]) => !overlap(selector, inside))
      .map(([at, { name }]) =>
        fault([list, at], `${name} can never be reached: eligibility admits nothing that falls under it`),
      );
  const lone = [...bonuses.entries()]
    .filter(([, bonus]) => !rules.some((rule) => overlap(rule, bonus)))
    .map(([at, { bonus }]) =>
      fault(['bonuses', at], `${bonus} is added to a rule, and no rule fits its lines`),
    );
  return [
    ...nothing,
    ...both,
    ...unreachable(
      'rules',
      rules.map((rule) => ({ name: rule.rule, selector: rule })),
    ),
    ...unreachable(
      'bonuses',
      bonuses.map((bonus) => ({ name: bonus.bonus, selector: bonus })),
    ),
    ...lone,
    ...[...bundles.entries()].flatMap(([at, { bundle, skus }]) => [
      ...(new Set(skus).size === skus.length
        ? []
        : [fault(['bundles', at, 'skus'], `${bundle} names a SKU twice`)]),
      ...skus
        .filter((sku) => eligibility.skus.length > 0 && !eligibility.skus.some((one) => skuFits(one, sku)))
        .map((sku) =>
          fault(['bundles', at], `${bundle} is never complete: eligibility does not admit ${sku}`),
        ),
      ...bundles
        .slice(0, at)
        .filter((before) => before.skus.some((sku) => skus.includes(sku)))
        .map((before) =>
          fault(
            ['bundles', at, 'skus'],
            `${bundle} and ${before.bundle} would pay for the same line: share no SKU`,
          ),
        ),
    ]),
  ];
}
