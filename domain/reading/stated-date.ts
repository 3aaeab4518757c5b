import { isoDay } from './day.ts';

/** Which of `03/04/2027` comes first. */
export type DateOrder = 'day_first' | 'month_first';

/** The day that a date in a field means under each order; null where it is none. */
export type DateReadings = Record<DateOrder, string | null>;

/** `31/03/2027`, `3-31-2027 00:00`; with dots the day stands first wherever dates are written so. */
const WRITTEN = /^(\d{1,2})([./-])(\d{1,2})\2(20\d\d|2100)(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$/;

/** `2027/03/31`, `2027.3.31 00:00`, as Excel writes it in Japanese: the year in front leaves one order. */
const YEAR_FIRST = /^(20\d\d|2100)([./-])(\d{1,2})\2(\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$/;

/** @returns null where it is no date of two small numbers and a year */
export function dateReadings(text: string): DateReadings | null {
  const [, inFront, , month, dayOfMonth] = YEAR_FIRST.exec(text) ?? [];
  if (inFront !== undefined) {
    const day = isoDay(Number(inFront), Number(month), Number(dayOfMonth));
    return { day_first: day, month_first: day };
  }
  const [, first, mark, second, year] = WRITTEN.exec(text) ?? [];
  if (first === undefined) return null;
  const [a, b, of] = [Number(first), Number(second), Number(year)];
  return { day_first: isoDay(of, b, a), month_first: mark === '.' ? null : isoDay(of, a, b) };
}

/** The order that a column of dates shows: by those that are a day in one order only. Null where none tells, or they disagree. */
export function orderOf(column: Iterable<string>): DateOrder | null {
  const shown = new Set<DateOrder>();
  for (const text of column) {
    const readings = dateReadings(text);
    if (!readings || (readings.day_first === null) === (readings.month_first === null)) continue;
    shown.add(readings.day_first === null ? 'month_first' : 'day_first');
  }
  const [order = null] = shown;
  return shown.size === 1 ? order : null;
}

/** The day of a field, or both days that it can be, the one with the day first before. */
export function statedDay(
  text: string,
  order: DateOrder | null,
): { day: string } | { either: readonly [string, string] } | null {
  const readings = dateReadings(text);
  if (!readings) return null;
  const { day_first: first, month_first: second } = readings;
  if (first === null || second === null || first === second) {
    const day = first ?? second;
    return day === null ? null : { day };
  }
  return order === null ? { either: [first, second] } : { day: readings[order] as string };
}
