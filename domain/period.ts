import { DateTime } from 'luxon';
import type { PeriodLength } from './lifecycles.ts';

/** A period in UTC: from `from` (included) until `to` (excluded), both instants in ISO 8601. */
export interface Period {
  from: string;
  to: string;
}

/** `2026`, `2026-Q3`, `2026-10`, `2026-10-05` or two days `2026-10-05..2026-10-09`, the last included. @throws RangeError */
export function parsePeriod(text: string): Period {
  const [first, last, ...rest] = text.split('..');
  const from = spanOf(first ?? '');
  const to = last === undefined ? from : spanOf(last);
  if (!from || !to || rest.length > 0 || from.start >= to.end)
    throw new RangeError(`"${text}" is no period; write 2026-Q3, 2026-10 or 2026-10-05..2026-10-09`);
  return { from: iso(from.start), to: iso(to.end) };
}

/** The last period that is over at an instant, by its name: on 2026-10-01 the quarter is `2026-Q3`, the month `2026-09`. */
export function periodOver(length: PeriodLength, at: string): string {
  const within = DateTime.fromISO(at, { zone: 'utc' }).minus({ [length]: 1 });
  return within.toFormat(length === 'quarter' ? "yyyy-'Q'q" : 'yyyy-MM');
}

function spanOf(text: string): { start: DateTime; end: DateTime } | undefined {
  const match = /^(\d{4})(?:-(?:Q([1-4])|(\d{2})(?:-(\d{2}))?))?$/.exec(text);
  if (!match) return undefined;
  const [year, quarter, month, day] = match
    .slice(1)
    .map((part) => (part === undefined ? undefined : Number(part)));
  const start = DateTime.utc(year as number, quarter ? quarter * 3 - 2 : (month ?? 1), day ?? 1);
  if (!start.isValid) return undefined;
  const length = day ? { days: 1 } : month ? { months: 1 } : quarter ? { months: 3 } : { years: 1 };
  return { start, end: start.plus(length) };
}

function iso(at: DateTime): string {
  return new Date(at.toMillis()).toISOString();
}
