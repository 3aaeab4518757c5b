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

/** The lines that count together under one rule: what one adds or takes back may move the tiers of the others. Null: it falls under no rule. */
export function groupOf(item: Pick<LineItem, 'rule' | 'partner' | 'period'>): string | null {
  return volumeKeys(item)[1] ?? null;
}
