import { readName } from '../../match/company-name.ts';
import { lookalike } from '../../match/lookalike.ts';
import { NOTHING_COUNTED, tellingOf, tellingWord } from '../../match/telling.ts';

/** A word this long may have a letter lost, added or replaced and still be the same. */
const SLIP = 5;
const MOST_WORDS = 8;
const telling = tellingWord(NOTHING_COUNTED, null);

/**
 * The words that tell a customer from others, each by all its spellings: first as it sounds, then with one letter left out, so that two words
 * with one slip share a spelling. In this form names can be compared although only keyed hashes of them are kept.
 */
export function customerWords(name: string): string[][] {
  const called = readName(name);
  const words = called.flatMap((each) => tellingOf(each, telling).words);
  return [...new Set(words.map(lookalike))].slice(0, MOST_WORDS).map(spellings);
}

function spellings(word: string): string[] {
  if (word.length < SLIP) return [word];
  const shorter = [...word].map((_, at) => word.slice(0, at) + word.slice(at + 1));
  return [...new Set([word, ...shorter])];
}

/**
 * Whether two names in this form may be of one customer: more than half of the words of the shorter one are in the other. Null: one of them
 * says nothing.
 */
export function sameCustomer(
  a: readonly (readonly string[])[],
  b: readonly (readonly string[])[],
): boolean | null {
  if (a.length === 0 || b.length === 0) return null;
  const shared = a.filter((word) =>
    b.some((other) => other.some((spelling) => word.includes(spelling))),
  ).length;
  return 2 * shared > Math.min(a.length, b.length);
}
