import { cityOf } from './city-names.ts';
import { numberOf } from './number-words.ts';
import { tradeOf } from './trade-words.ts';

/** A city or a number in one spelling for all languages: `munchen` → `munich`, `drei` → `3`; null for any other word. @param word folded */
export function namedAlike(word: string): string | null {
  return cityOf(word) ?? numberOf(word);
}

/** One word for what a word says in any language; the word itself where it is nobody's translation. @param word folded */
export function meaningOf(word: string): string {
  return namedAlike(word) ?? tradeOf(word) ?? word;
}
