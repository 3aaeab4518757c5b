import { type Claim, claimsOf, normaliseText } from './claims.ts';
import { type Direction, type DirectionWord, directionWords } from './claims-direction.ts';
import { impliedTimes } from './claims-times.ts';
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

export interface GroundingProblem {
  kind: 'number' | 'time' | 'identifier' | 'direction' | 'script';
  /** The words that nothing supports, as they stand in the normalised text. */
  span: string;
  index: number;
}

/** What one clause of one fact supports. */
interface Support {
  readings: Set<string>;
  directions: Set<Direction>;
}

/**
 * Whether every number, unit, date, period, identifier and direction of a text is bound to evidence (English; digits in any
 * common notation). It checks what is stated, not how facts are joined: two numbers of the same unit may stand at each other's place.
 */
export function checkGrounding(
  text: string,
  facts: readonly Fact[],
): { ok: boolean; problems: GroundingProblem[] } {
  const normal = normaliseText(text);
  const units = new Set(facts.flatMap(({ unit }) => (unit ? [unit.toLowerCase()] : [])));
  const support = facts.flatMap((fact) => supportOf(fact, units));
  const readings = new Set(support.flatMap((each) => [...each.readings]));
  const literal = facts.map((fact) => normaliseText(`${fact.value} ${fact.source}`)).join('\n');
  const claims = claimsOf(normal, units);

  const unbound = claims.filter((claim) =>
    claim.kind === 'identifier'
      ? !standsIn(literal, claim.span)
      : !claim.readings.some((reading) => readings.has(reading)),
  );
  const problems: GroundingProblem[] = [
    ...unbound.map(({ kind, span, index }) => ({ kind, span, index })),
    ...directionWords(normal)
      .filter((word) => !isSupported(word, normal, claims, support))
      .map(({ span, index }) => ({ kind: 'direction' as const, span, index })),
    ...[...normal.matchAll(/(?![0-9])\p{Nd}+/gu)].map((match) => ({
      kind: 'script' as const,
      span: match[0],
      index: match.index,
    })),
  ].sort((a, b) => a.index - b.index);
  return { ok: problems.length === 0, problems };
}

function supportOf(fact: Fact, units: ReadonlySet<string>): Support[] {
  return clauses(normaliseText(fact.value)).map(({ text }) => {
    const stated = claimsOf(text, units).flatMap((claim) => claim.readings);
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

/**
 * A direction is bound by the evidence whose figures stand in the same clause, else in the same sentence. Where no figure stands,
 * all evidence that knows a direction has to agree with it.
 */
function isSupported(
  word: DirectionWord,
  text: string,
  claims: readonly Claim[],
  support: readonly Support[],
): boolean {
  let figures = 0;
  for (const parts of [clauses(text), sentences(text)]) {
    const part = parts.find(({ start, end }) => word.index >= start && word.index < end);
    const near = claims.filter((claim) => part && claim.index >= part.start && claim.index < part.end);
    const known = support.filter(
      ({ readings, directions }) =>
        directions.size > 0 && near.some((claim) => claim.readings.some((reading) => readings.has(reading))),
    );
    if (known.length > 0) return known.some(({ directions }) => directions.has(word.direction));
    figures = near.length;
  }
  const all = new Set(support.flatMap(({ directions }) => [...directions]));
  return figures === 0 && all.size === 1 && all.has(word.direction);
}

interface Part {
  text: string;
  start: number;
  end: number;
}

function clauses(text: string): Part[] {
  return parts(text, /[,;:.!?]\s+|\s+(?:and|but|while|whereas|although|because|since|so|which|or)\s+|\n/gi);
}

function sentences(text: string): Part[] {
  return parts(text, /[.!?]\s+|\n/g);
}

function parts(text: string, separator: RegExp): Part[] {
  const found: Part[] = [];
  let start = 0;
  for (const match of text.matchAll(separator)) {
    found.push({ text: text.slice(start, match.index), start, end: match.index });
    start = match.index + match[0].length;
  }
  return [...found, { text: text.slice(start), start, end: text.length }];
}

/** Whole: `P-1` does not stand in `P-12`. */
function standsIn(literal: string, span: string): boolean {
  const escaped = span.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'u').test(literal);
}
