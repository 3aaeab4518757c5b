import { InvalidArgumentError } from 'commander';
import { DateTime } from 'luxon';
import { parsePeriod } from '../../domain/period.ts';
import { dayOrInstant } from '../arguments.ts';
import { applicationNow } from '../clock.ts';

/** Days on which something was booked, both included, in the zones of the programs. */
export interface Days {
  from: string;
  to: string;
}

/** `2026`, `2026-Q3`, `2026-10`, a day, or two days with `..` between them. */
export function period(text: string): Days {
  try {
    const { from, to } = parsePeriod(text);
    return { from: from.slice(0, 10), to: before(to) };
  } catch {
    throw new InvalidArgumentError('Write 2026, 2026-Q3, 2026-10 or 2026-10-05..2026-10-09.');
  }
}

/** A day as `2026-01-31`. */
export function day(text: string): string {
  dayOrInstant(text);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  throw new InvalidArgumentError('Write a day, such as 2026-11-23.');
}

export const today = (): string => applicationNow().toISOString().slice(0, 10);

export const monthOf = (of: string): string => `${of.slice(0, 7)}-01`;

const before = (instant: string) =>
  DateTime.fromISO(instant, { zone: 'utc' }).minus({ days: 1 }).toFormat('yyyy-MM-dd');
