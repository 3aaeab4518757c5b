import { DateTime } from 'luxon';
import type { CountingPeriod, IncentiveProgram } from './program.ts';

/** The period in which a day counts: `2026-Q3`, `2026-09`, `2026`, or `window`. */
export function countingPeriod(length: CountingPeriod, day: string): string {
  const [year = '', month = ''] = day.split('-');
  if (length === 'window') return 'window';
  if (length === 'year') return year;
  return length === 'month' ? `${year}-${month}` : `${year}-Q${Math.ceil(Number(month) / 3)}`;
}

/** The first and the last day of the period in which a day lies. */
export function periodDays(
  { period, window }: Pick<IncentiveProgram, 'period' | 'window'>,
  day: string,
): { from: string; to: string } {
  if (period === 'window') return window;
  const at = DateTime.fromISO(day, { zone: 'utc' });
  return { from: at.startOf(period).toFormat('yyyy-MM-dd'), to: at.endOf(period).toFormat('yyyy-MM-dd') };
}

/** Whole days from one day to another; negative when the other is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The day on which an instant falls in a zone; a day is itself. */
export const dayIn = (zone: string, at: string): string =>
  DateTime.fromISO(at, { zone }).toFormat('yyyy-MM-dd');
