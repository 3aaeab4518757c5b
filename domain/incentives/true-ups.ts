import { compare, ZERO } from '../exact.ts';
import { type AccrualLine, rulesOf } from './accruals.ts';
import type { Books, LineItem } from './books.ts';
import type { EarningRule, Tiers } from './program.ts';
import { NO_VOLUME, rateLine, tierReached } from './rate-line.ts';
import { settle } from './settle.ts';

/**
 * Rates each line of these groups by the tier that the period has reached now, where that is another one. Each line is rounded by
 * itself, so that what a period has earned depends on what stands and never on the way there.
 * @param mayRise whether it may pay more: after a sale, never after a refund
 */
export function trueUps(
  books: Books,
  groups: readonly string[],
  event: string,
  mayRise: boolean,
): AccrualLine[] {
  return groups.flatMap((group) => {
    const total = books.volumes.get(group) ?? NO_VOLUME;
    // Once for all lines of a version, whose rule is the same object.
    const reached = new Map<Tiers, number>();
    const tierNow = (tiers: Tiers): number => {
      const now = reached.get(tiers) ?? tierReached(tiers, total);
      reached.set(tiers, now);
      return now;
    };
    return (books.groups.get(group) ?? []).flatMap((line) => {
      const item = books.lines.get(line);
      if (!item?.rule || !('steps' in item.rule.gives) || compare(item.share, ZERO) === 0) return [];
      const now = tierNow(item.rule.gives);
      return now === item.tier ? [] : trueUp(books, item, item.rule, now, event, mayRise);
    });
  });
}

function trueUp(
  books: Books,
  item: LineItem,
  rule: EarningRule,
  now: number,
  event: string,
  mayRise: boolean,
): AccrualLine[] {
  const { program, source } = item;
  const moved: LineItem = { ...item, tier: now };
  books.lines.set(item.line, moved);
  const due = rateLine(program, source, { ...moved, rule, before: NO_VOLUME });
  return settle(books, moved, due.minor, event, 'true_up', mayRise, {
    rules: rulesOf(rule, item),
    steps: due.steps,
  });
}
