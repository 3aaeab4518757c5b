import { expanded } from './abbreviations.ts';
import { fold } from './fold.ts';

/** Say nothing wherever they stand in a name: `University of Leeds` is `Leeds University`. */
const FILLERS = new Set(
  `a am an and da das de degli dei del dell della der des di die do dos du e el et for fur im in la las le les los of och og
  the u und van von voor y zu zum zur`.split(/\s+/),
);

/** A name or text taken apart for comparison. */
export interface Words {
  /** Folded, abbreviations spelled out, in order. */
  words: readonly string[];
  /** The same as they are written. */
  plain: readonly string[];
  /** First letters of all words, without and with those that say nothing: `bank of america` → `ba`, `boa`. */
  initials: readonly string[];
}

/** @param words of a name: folded, without legal forms. A name of nothing but small words keeps them. */
export function wordsOf(words: readonly string[]): Words {
  const telling = words.filter((word) => !FILLERS.has(word));
  const kept = telling.length > 0 ? telling : words;
  const initials = [kept, words].map((list) => list.map((word) => word[0] ?? '').join(''));
  return { words: kept.map(expanded), plain: kept, initials: [...new Set(initials)] };
}

/** Words of running text. */
export function textWords(text: string): Words {
  const plain = fold(text).split(' ');
  return { words: plain.map(expanded), plain, initials: [] };
}

/** Words of a text as it is written, folded; letters that stand alone are joined (`I B M` → `ibm`). */
export function foldedWords(text: string): string[] {
  const joined: string[] = [];
  let letters = '';
  for (const word of fold(text).split(' ')) {
    if (/^[a-z]$/.test(word)) letters += word;
    else {
      if (letters !== '') joined.push(letters);
      letters = '';
      if (word !== '') joined.push(word);
    }
  }
  if (letters !== '') joined.push(letters);
  return joined;
}
