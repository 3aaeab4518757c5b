import { isCurrency } from '../iso-4217.ts';
import type { Claim } from './statements.ts';

/** A run of characters that holds both letters and digits: record ids, SKUs, rule names, tokens of personal data. */
const MIXED = /\[\[[A-Z]+_\d+\]\]|[\p{L}\p{N}_@#][\p{L}\p{N}_@#:/.~-]*[\p{L}\p{N}_]/gu;

/** Numbers glued to a unit are amounts, not identifiers. */
const AMOUNT =
  /^(?:[A-Z]{3}|US)?\$?\d[\d.,]*(?:k|m|mn|bn|h|d|b\.h|st|nd|rd|th|[A-Z]{3})?(?:-(?:business-)?[a-z]+)?$/i;

/** Identifiers bind as they stand: a record's name with one character changed is another record. */
export function identifierClaims(text: string): Claim[] {
  return [...text.matchAll(MIXED)]
    .filter(([span]) => {
      if (!/\d/.test(span) || !/[\p{L}_@#]/u.test(span)) return false;
      const code = /^([A-Z]{3})\d/.exec(span)?.[1] ?? /\d([A-Z]{3})$/.exec(span)?.[1];
      return !AMOUNT.test(span) || (code !== undefined && !isCurrency(code));
    })
    .map((match) => ({
      kind: 'identifier' as const,
      span: match[0],
      index: match.index,
      readings: [`identifier:${match[0]}`],
    }));
}
