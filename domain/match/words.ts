import { withoutEastAsianForms, withoutLegalForms } from '../company/legal-forms.ts';
import { expanded } from './abbreviations.ts';
import { fold } from './fold.ts';

/** Say nothing wherever they stand. */
const FILLERS = new Set(['and', 'und', 'et', 'y', 'e', 'the', 'a', 'an']);

/** A name or text taken apart for comparison. */
export interface Words {
  /** Folded, abbreviations spelled out, in order. */
  words: readonly string[];
  /** First letters of all words, those of legal forms left out: `people s liberation army` → `psla`. */
  initials: string;
}

/** Words of a name without legal forms, fillers and dots; letters standing alone are joined (`I B M` → `ibm`). */
export function nameWords(name: string): Words {
  const all = joinLetters(fold(withoutEastAsianForms(name)).split(' '));
  const telling = all.filter((word) => !FILLERS.has(word));
  const words = withoutLegalForms(telling.length > 0 ? telling : all);
  return { words: words.map(expanded), initials: words.map((word) => word[0] ?? '').join('') };
}

/** Words of running text. */
export function textWords(text: string): Words {
  const words = fold(text).split(' ').map(expanded);
  return { words, initials: '' };
}

function joinLetters(words: readonly string[]): string[] {
  const joined: string[] = [];
  let letters = '';
  for (const word of words) {
    if (word.length === 1 && /[a-z]/.test(word)) letters += word;
    else {
      if (letters !== '') joined.push(letters);
      letters = '';
      if (word !== '') joined.push(word);
    }
  }
  if (letters !== '') joined.push(letters);
  return joined;
}
