import type { LineItem } from './books.ts';

/** Under which keys a line counts: all that its partner sold in the period under the program, and last what was sold under its rule. */
export function volumeKeys({
  rule,
  partner,
  period,
}: Pick<LineItem, 'rule' | 'partner' | 'period'>): string[] {
  const all = `all of ${period} of ${partner}`;
  return rule === null ? [all] : [all, `${rule.rule} in ${period} of ${partner}`];
}

/** The lines whose tier moves with this one; null where its tiers are not retroactive. */
export function groupOf(item: Pick<LineItem, 'rule' | 'partner' | 'period'>): string | null {
  const { rule } = item;
  return rule && 'steps' in rule.gives && rule.gives.retroactive ? (volumeKeys(item)[1] ?? null) : null;
}
