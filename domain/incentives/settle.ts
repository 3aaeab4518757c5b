import { type AccrualLine, bringTo, standing } from './accruals.ts';
import type { Books, BundleItem, LineItem } from './books.ts';
import { capped } from './caps.ts';
import type { Trace } from './trace.ts';

/**
 * Brings what stands of an item to what is due now, as far as the caps leave room.
 * @param mayRise whether it may pay more: after a sale, never after a refund
 * @param due in minor units
 */
export function settle(
  books: Books,
  item: LineItem | BundleItem,
  due: bigint,
  event: string,
  kind: 'bundle' | 'true_up',
  mayRise: boolean,
  { rules, steps }: Pick<Trace, 'rules' | 'steps'>,
): AccrualLine[] {
  const stands = standing(item);
  const more = due - stands;
  const limited = more > 0n ? capped(books, item, more) : { minor: more, steps: [], caps: [] };
  if (limited.minor === 0n || (limited.minor > 0n && !mayRise)) return [];
  return bringTo(books, item, stands + limited.minor, event, kind, {
    rules: [...rules, ...limited.caps],
    steps: [...steps, ...limited.steps],
  });
}
