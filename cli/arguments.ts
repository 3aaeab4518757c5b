import { InvalidArgumentError } from 'commander';
import { DateTime } from 'luxon';
import { segmentPatterns } from '../domain/rollout.ts';

/** Parsers for option values; commander turns their errors into usage errors that name the option. */

export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a whole number above 0.');
}

/** Postgres has no year 0, and instants of five-digit years would not sort as texts. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 9999;

/** Days back from now, a century at most. */
export function days(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text) && Number(text) <= 36_525) return Number(text);
  throw new InvalidArgumentError('Write a number of days from 1 to 36525.');
}

/** An ISO 8601 instant with its zone, as UTC. */
export function instant(text: string): string {
  const at = DateTime.fromISO(text, { setZone: true });
  if (!at.isValid || !/(Z|[+-]\d\d:?\d\d)$/i.test(text))
    throw new InvalidArgumentError('Write an instant with its zone, e.g. 2026-11-23T13:00:00+01:00.');
  return inUse(at);
}

function inUse(at: DateTime): string {
  if (at.year >= FIRST_YEAR && at.year <= LAST_YEAR) return new Date(at.toMillis()).toISOString();
  throw new InvalidArgumentError(`Write a year from ${FIRST_YEAR} to ${LAST_YEAR}.`);
}

/** A day, meant to its end (UTC), or an instant with its zone; as UTC. */
export function dayOrInstant(text: string): string {
  if (!DAY.test(text)) return instant(text);
  const end = DateTime.fromISO(text, { zone: 'utc' }).endOf('day');
  if (end.isValid) return inUse(end);
  throw new InvalidArgumentError('There is no such day; write it as 2026-11-23.');
}

/** A day as it is, for what has days in a zone of its own, or an instant with its zone; as UTC. */
export function dayItselfOrInstant(text: string): string {
  const at = dayOrInstant(text);
  return DAY.test(text) ? text : at;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Collects an option that may be given several times. */
export function several(text: string, before: string[] = []): string[] {
  return [...before, text];
}

/** A pattern of the rollout table. */
export function segment(text: string): string {
  try {
    segmentPatterns(text);
    return text;
  } catch {
    throw new InvalidArgumentError('Write tier/region/program, e.g. Platinum/EMEA/standard or "*/EMEA/*".');
  }
}
