import { isCurrency } from '../iso-4217.ts';
import type { Statement } from './statements.ts';

/** A run of characters that holds both letters and digits: record ids, SKUs, rule names, tokens of personal data. */
const RUN = /\[\[[A-Z]+_\d+\]\]|[\p{L}\p{N}_@#:/.~-]+/gu;
/** Marks before and behind it are punctuation. They are cut off by themselves: one pattern for all would try a long run from each of its places. */
const BEGINNING = /^[:/.~-]+/;
const ENDING = /(?<![@#:/.~-])[@#:/.~-]+$/;

/** Numbers glued to a unit are amounts, not identifiers. */
const AMOUNT =
  /^(?:[A-Z]{3}|US)?\$?\d[\d.,]*(?:k|m|mn|bn|h|d|b\.h|st|nd|rd|th|[A-Z]{3})?(?:-(?:business-)?[a-z]+)?$/i;

/** Identifiers bind as they stand: a record's name with one character changed is another record. */
export function identifierClaims(text: string): Statement[] {
  return [...text.matchAll(RUN)]
    .map(({ 0: run, index }) => {
      const marks = BEGINNING.exec(run)?.[0].length ?? 0;
      return { span: run.slice(marks).replace(ENDING, ''), index: index + marks };
    })
    .filter(({ span }) => {
      if (span.length < 2) return false;
      if (!/\d/.test(span) || !/[\p{L}_@#]/u.test(span)) return false;
      const code = /^([A-Z]{3})\d/.exec(span)?.[1] ?? /\d([A-Z]{3})$/.exec(span)?.[1];
      return !AMOUNT.test(span) || (code !== undefined && !isCurrency(code));
    })
    .map(({ span, index }) => ({
      kind: 'identifier' as const,
      ...{ span, index },
      readings: [`identifier:${span}`],
    }));
}
