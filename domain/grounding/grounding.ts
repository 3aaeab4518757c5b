import { clauses, type Part, sentences } from './clauses.ts';
import { type Fact, type Support, supportOf } from './fact-support.ts';
import { type DirectionWord, directionWords } from './statement-directions.ts';
import { normaliseText, type Statement, statementsOf } from './statements.ts';

export type { Fact } from './fact-support.ts';

export interface GroundingProblem {
  kind: 'number' | 'time' | 'identifier' | 'direction' | 'script' | 'length';
  /** The words that nothing supports, as they stand in the normalised text. */
  span: string;
  index: number;
}

/** No explanation is longer: what is said in more words nobody checks. */
const LONGEST = 10_000;

/**
 * Whether every number, unit, date, period, identifier and direction of a text is bound to evidence (English; digits in any
 * common notation). It checks what is stated, not how facts are joined: two numbers of the same unit may stand at each other's place.
 * A text of more than 10,000 characters is bound to nothing.
 */
export function checkGrounding(
  text: string,
  facts: readonly Fact[],
): { ok: boolean; problems: GroundingProblem[] } {
  if (text.length > LONGEST)
    return { ok: false, problems: [{ kind: 'length', span: `${text.slice(0, 40)}…`, index: 0 }] };
  const normal = normaliseText(text);
  const units = new Set(facts.flatMap(({ unit }) => (unit ? [unit.toLowerCase()] : [])));
  const support = facts.flatMap((fact) => supportOf(fact, units));
  const readings = new Set(support.flatMap((each) => [...each.readings]));
  const literal = facts.map((fact) => normaliseText(`${fact.value} ${fact.source}`)).join('\n');
  const claims = statementsOf(normal, units);

  const unbound = claims.filter((claim) =>
    claim.kind === 'identifier'
      ? !standsIn(literal, claim.span)
      : !claim.readings.some((reading) => readings.has(reading)),
  );
  const within = [clauses(normal), sentences(normal)];
  const problems: GroundingProblem[] = [
    ...unbound.map(({ kind, span, index }) => ({ kind, span, index })),
    ...directionWords(normal)
      .filter((word) => !isSupported(word, within, claims, support))
      .map(({ span, index }) => ({ kind: 'direction' as const, span, index })),
    ...[...normal.matchAll(/(?![0-9])\p{Nd}+/gu)].map((match) => ({
      kind: 'script' as const,
      span: match[0],
      index: match.index,
    })),
  ].sort((a, b) => a.index - b.index);
  return { ok: problems.length === 0, problems };
}

/**
 * A direction is bound by the evidence whose figures stand in the same clause, else in the same sentence. Where no figure stands,
 * all evidence that knows a direction has to agree with it.
 */
function isSupported(
  word: DirectionWord,
  within: readonly (readonly Part[])[],
  claims: readonly Statement[],
  support: readonly Support[],
): boolean {
  let figures = 0;
  for (const parts of within) {
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

/** Whole: `P-1` does not stand in `P-12`. */
function standsIn(literal: string, span: string): boolean {
  const escaped = span.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'u').test(literal);
}
