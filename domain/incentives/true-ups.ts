import { compare, ZERO } from '../exact.ts';
import { type AccrualLine, bringTo, standing } from './accruals.ts';
import type { Books, LineItem } from './books.ts';
import { capped } from './caps.ts';
import { NO_VOLUME, rateLine, tierReached } from './rate-line.ts';

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
  return groups.flatMap((group) =>
    (books.groups.get(group) ?? []).flatMap((line) => {
      const item = books.lines.get(line);
      return item ? trueUp(books, group, item, event, mayRise) : [];
    }),
  );
}

function trueUp(books: Books, group: string, item: LineItem, event: string, mayRise: boolean): AccrualLine[] {
  const { rule, tier, share, program, source } = item;
  if (rule === null || !('steps' in rule.gives) || compare(share, ZERO) === 0) return [];
  const now = tierReached(rule.gives, books.volumes.get(group) ?? NO_VOLUME);
  if (now === tier) return [];
  const moved: LineItem = { ...item, tier: now };
  books.lines.set(item.line, moved);
  const due = rateLine(program, source, { ...moved, rule, before: NO_VOLUME });
  const stands = standing(item);
  const more = due.minor - stands;
  const limited = more > 0n ? capped(books, moved, more) : { minor: more, steps: [], caps: [] };
  if (limited.minor === 0n || (limited.minor > 0n && !mayRise)) return [];
  return bringTo(books, moved, stands + limited.minor, event, 'true_up', {
    rules: [rule.rule, ...limited.caps],
    steps: [...due.steps, ...limited.steps],
  });
}
