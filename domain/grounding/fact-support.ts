import { clauses } from './clauses.ts';
import { type Direction, directionWords } from './statement-directions.ts';
import { impliedTimes } from './statement-times.ts';
import { normaliseText, statementsOf } from './statements.ts';
import { unitsOf } from './units.ts';

/**
 * One piece of evidence that a text may state. `value` is a number, a date, a period or a sentence: what a sentence states is
 * evidence too. `ratio` as a unit lets 0.82 be stated as 82 %.
 */
export interface Fact {
  value: string;
  unit?: string;
  source: string;
  direction?: Direction;
}

/** What one clause of one fact supports. */
export interface Support {
  readings: Set<string>;
  directions: Set<Direction>;
}

/** What follows in a longer fact supports nothing. */
const LONGEST = 10_000;

/** What the first 10,000 characters of a fact support. @param units further unit words, in lower case. */
export function supportOf(fact: Fact, units: ReadonlySet<string>): Support[] {
  return clauses(normaliseText(fact.value.slice(0, LONGEST))).map(({ text }) => {
    const stated = statementsOf(text, units).flatMap((claim) => claim.readings);
    const bare = /^[-+]?[\d.,' ]+$/.test(text.trim());
    const withUnit = bare ? stated.flatMap((reading) => inUnit(reading, fact.unit ?? '')) : stated;
    return {
      readings: new Set([...withUnit, ...withUnit.flatMap(impliedTimes), ...withUnit.flatMap(unsigned)]),
      directions: new Set([
        ...directionWords(text).map(({ direction }) => direction),
        ...(fact.direction ? [fact.direction] : []),
      ]),
    };
  });
}

/** A bare number of the evidence, in its unit. */
function inUnit(reading: string, unit: string): string[] {
  const value = /^number:([^:]*):$/.exec(reading)?.[1];
  if (value === undefined) return unit === '' ? [reading] : [];
  if (unit === 'ratio') return [`number:${value}:`, `number:${percent(value)}:%`];
  const named = unitsOf(unit).map((each) => `number:${value}:${each}`);
  // Points and counts are said with their word or without one; money, shares and durations never without.
  return unit === '' || unit === 'points' || unit === 'count' ? [...named, `number:${value}:`] : named;
}

/** A decline of -12 % is told as "fell 12 %". */
function unsigned(reading: string): string[] {
  return reading.startsWith('number:-') ? [reading.replace('number:-', 'number:')] : [];
}

/** Moves the point two places; exact, since ratios come as short decimal strings. */
function percent(ratio: string): string {
  const [whole = '0', fraction = ''] = ratio.split('.');
  const digits = fraction.padEnd(2, '0');
  const moved = `${whole}${digits.slice(0, 2)}.${digits.slice(2)}`
    .replace(/\.$/, '')
    .replace(/^(-?)0+(?=\d)/, '$1');
  return moved;
}
