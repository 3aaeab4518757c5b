import { editSimilarity } from './edit-distance.ts';

/** Two words less alike than this are different words. */
const LEAST = 0.7;
/** What an abbreviation is worth beside the word: it could stand for another one too. */
const ABBREVIATION = 0.8;
const INITIAL = 0.7;
const UMLAUT = 0.98;

/**
 * How alike two folded words are: typos by edit distance; `manuf`, `mnfctr` for manufacturing; one letter for a word that
 * starts with it. Numbers are the same or they are not. 0..1, symmetric.
 */
export function wordSimilarity(a: string, b: string): number {
  if (a === b) return 1;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (/^\d+$/.test(short) || /^\d+$/.test(long) || short === '') return 0;
  if (undotted(short) === undotted(long)) return UMLAUT;
  if (short[0] === long[0]) {
    if (short.length === 1) return INITIAL;
    if (abbreviates(short, long)) return Math.max(ABBREVIATION, editSimilarity(a, b, LEAST));
  }
  return editSimilarity(a, b, LEAST);
}

/** `mueller` and `muller` are both Müller. */
function undotted(word: string): string {
  return word.replace(/([aou])e/g, '$1');
}

/** A beginning of three letters or more, or the word's letters with gaps: then two thirds of them consonants. */
function abbreviates(short: string, long: string): boolean {
  if (short.length < 3 || long.length < short.length + 2) return false;
  if (long.startsWith(short)) return true;
  if (/[aeiouy]/.test(short.slice(1))) return false;
  let at = 0;
  for (const letter of long) if (letter === short[at]) at += 1;
  return at === short.length;
}
