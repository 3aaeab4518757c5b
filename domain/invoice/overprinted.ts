import { plainText } from '../reading/plain.ts';
import type { Word } from './word.ts';

/** Words that share more than this part of the smaller one stand on one another. */
const ON_ANOTHER = 0.5;
/** So many words before it in the order of the page are looked at. */
const NEAR = 8;

/**
 * The words of a page without those that are printed on one another. The same word twice is one that is printed bold; of two different
 * ones nobody can say which a person reads.
 * @returns `over`: the words that stand on others
 */
export function withoutOverprinted(words: readonly Word[]): { words: Word[]; over: Word[] } {
  const sorted = words
    .toSorted((a, b) => a.page - b.page || a.box.top - b.box.top || a.box.left - b.box.left)
    .map((word) => ({ word, plain: plainText(word.text) }));
  const twice = new Set<Word>();
  const over = new Set<Word>();
  for (const [index, { word, plain }] of sorted.entries())
    for (const { word: other, plain: before } of sorted.slice(Math.max(0, index - NEAR), index)) {
      if (other.page !== word.page || twice.has(other) || shared(word, other) < ON_ANOTHER) continue;
      if (plain === before) twice.add(word);
      else {
        over.add(word);
        over.add(other);
      }
    }
  return { words: words.filter((word) => !twice.has(word) && !over.has(word)), over: [...over] };
}

function shared({ box: a }: Word, { box: b }: Word): number {
  if (a.left + a.width <= b.left || b.left + b.width <= a.left) return 0;
  const across = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const down = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  const smaller = Math.min(a.width * a.height, b.width * b.height);
  return across <= 0 || down <= 0 || smaller === 0 ? 0 : (across * down) / smaller;
}
