import {
  compare,
  type Exact,
  exactText,
  fromMinor,
  minorText,
  minus,
  ONE,
  over,
  times,
  toMinor,
  ZERO,
} from '../exact.ts';
import { type AccrualLine, bringTo, standing } from './accruals.ts';
import type { Books, LineItem } from './books.ts';
import { volumeKeys } from './groups.ts';
import { lessVolume, NO_VOLUME, volumeOf } from './rate-line.ts';
import type { TraceStep } from './trace.ts';

/**
 * Takes back what a part of a line has earned: as much of what still stands of it as the part is of what still stands of the sale. The
 * last part takes what is left, so that a line that is refunded in any number of parts ends at exactly zero.
 * @param part of the whole line, at most what stands of it
 * @param worth what one unit of it is worth at the rates of the refund's day
 */
export function takeBack(
  books: Books,
  item: LineItem,
  part: Exact,
  event: string,
  kind: 'refund' | 'undo',
  worth: Exact = ONE,
): AccrualLine[] {
  const { program, source, share } = item;
  if (compare(part, ZERO) === 0) return [];
  const { currency } = program;
  const stands = standing(item);
  const last = compare(part, share) === 0;
  const back = last ? stands : toMinor(times(fromMinor(stands, currency), over(part, share)), currency);
  for (const key of volumeKeys(item))
    books.volumes.set(key, lessVolume(books.volumes.get(key) ?? NO_VOLUME, volumeOf(source, part)));
  const step: TraceStep = {
    does: 'take_back',
    arithmetic: last
      ? `all that stands of the line, ${minorText(stands, currency)} ${currency}`
      : `${minorText(stands, currency)} ${currency} × ${exactText(part)} ÷ ${exactText(share)} of the line`,
    result: `${minorText(back, currency)} ${currency}`,
  };
  const rules = item.rule === null ? [] : [item.rule.rule];
  const left = { ...item, share: minus(share, part) };
  return bringTo(books, left, stands - back, event, kind, { rules, steps: [step] }, worth);
}
