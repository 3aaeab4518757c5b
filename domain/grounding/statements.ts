import { identifierClaims } from './statement-identifiers.ts';
import { numberClaims } from './statement-numbers.ts';
import { timeClaims } from './statement-times.ts';

/**
 * One checkable statement in a text: a number with its unit, a date, a period or an identifier. `readings` are its canonical
 * forms, several where the spelling is ambiguous (`1.200`, `11/12/2026`): `number:1200.5:USD`, `date:2026-11-20`, `period:2026-Q3`.
 */
export interface Statement {
  kind: 'number' | 'time' | 'identifier';
  span: string;
  /** Position in the normalised text. */
  index: number;
  readings: string[];
}

/** Full-width digits, non-breaking spaces and typographic marks in one form, so that they cannot hide a number. */
export function normaliseText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u00a0\u2000-\u200a\u202f]/g, ' ')
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/[−‐‑]/g, '-')
    .replace(/(\d{4}-\d{2}-\d{2})T(?=\d{2}:)/g, '$1 ')
    .replace(/[’‘]/g, "'");
}

/** All claims of a normalised text, in order. @param units unit words of the evidence besides the usual ones, in lower case. */
export function statementsOf(text: string, units: ReadonlySet<string>): Statement[] {
  let rest = text;
  const claims: Statement[] = [];
  // What one reader has taken is blanked out, so that the next does not read the 3 of Q3 as a number.
  for (const read of [timeClaims, identifierClaims, (each: string) => numberClaims(each, units)]) {
    const found = read(rest);
    claims.push(...found);
    rest = without(rest, found);
  }
  return claims.sort((a, b) => a.index - b.index);
}

/** The text with blanks where claims stand. */
function without(text: string, claims: readonly Statement[]): string {
  let left = '';
  for (const { index, span } of claims.toSorted((a, b) => a.index - b.index)) {
    if (index < left.length) continue;
    left += text.slice(left.length, index) + ' '.repeat(span.length);
  }
  return left + text.slice(left.length);
}
