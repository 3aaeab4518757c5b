import { DateTime } from 'luxon';
import type { Unit } from './calendar-words.ts';

/** ISO date of a calendar day between 2000 and 2100; null when there is no such day. */
export function isoDay(year: number, month: number, day: number): string | null {
  if (year < 2000 || year > 2100) return null;
  const date = DateTime.utc(year, month, day);
  return date.isValid ? date.toISODate() : null;
}

/** `27` and `2027` are the same year. */
export function fullYear(written: string): number {
  return written.length === 2 ? 2000 + Number(written) : Number(written);
}

/** Last day of a month. */
export function monthEnd(year: number, month: number): string | null {
  const date = DateTime.utc(year, month, 1);
  return date.isValid ? isoDay(year, month, date.daysInMonth as number) : null;
}

/** The first day on or after `from` (ISO) that `inYear` gives for its year or the next: a date without a year lies ahead. */
export function nextOf(from: string, inYear: (year: number) => string | null): string | null {
  const year = Number(from.slice(0, 4));
  return [inYear(year), inYear(year + 1)].find((day) => day !== null && day >= from) ?? null;
}

/** `from` (ISO) plus so many units; the 31st becomes the last day of a shorter month. */
export function later(from: string, count: number, unit: Unit): string | null {
  const date = DateTime.fromISO(from, { zone: 'utc' }).plus({ [unit]: count });
  return date.isValid && date.year <= 2100 ? date.toISODate() : null;
}

/** Last day of the period that contains `from`, `ahead` periods later; quarters are the calendar's. */
export function periodEnd(
  from: string,
  unit: 'weeks' | 'months' | 'quarters' | 'years',
  ahead: number,
): string | null {
  const name = ({ weeks: 'week', months: 'month', quarters: 'quarter', years: 'year' } as const)[unit];
  const date = DateTime.fromISO(from, { zone: 'utc' })
    .startOf(name)
    .plus({ [unit]: ahead })
    .endOf(name);
  return date.isValid ? date.toISODate() : null;
}

/** Sunday of an ISO 8601 week. */
export function weekEnd(weekYear: number, weekNumber: number): string | null {
  const date = DateTime.fromObject({ weekYear, weekNumber, weekday: 7 }, { zone: 'utc' });
  return date.isValid ? date.toISODate() : null;
}
