import { LEGAL_FORM_LIST } from './legal-form-list.ts';
import { LEADING_FORMS } from './legal-forms.ts';
import { MORE_LEGAL_FORMS } from './more-legal-forms.ts';

/** Forms without their blanks: `spol. s r.o.`, `spol s r o` and `spol sro` are one. */
const FORMS = new Set(
  [LEGAL_FORM_LIST, MORE_LEGAL_FORMS].flatMap((list) =>
    list
      .replaceAll('\n', '')
      .split('|')
      .map((form) => form.replaceAll(' ', '')),
  ),
);
/** No form that people write out has more words. */
const LONGEST = 8;
/** Of the forms with vowels those that are no word of a name: together with those without vowels they end a name wherever they stand. */
const NOTHING_ELSE = new Set(
  'inc incorporated limited aktiengesellschaft sarl eurl sasu doo dooel sro ooo oao zao pao eood ood ltda eireli oyj gmbhcokg agcokg'.split(
    ' ',
  ),
);
/** In front of a name more often by mistake than by custom. */
const ALSO_LEADING = new Set(['gmbh', 'ggmbh', 'llc', 'ltd', 'bv', 'nv']);
/** Forms that Romanian companies write in front stand for nothing else only beside one of these at the end. */
const BESIDE_SC = new Set(['srl', 'sa', 'sca', 'snc', 'scs']);

/** A name's words without their legal forms. */
export interface Stripped {
  /** What the company is called by. */
  words: readonly string[];
  /** What follows a legal form: a place, a branch, what the company does. */
  behind: readonly string[];
  /** Whether the last of the words given was part of a form. */
  endedWithForm: boolean;
}

/**
 * Takes legal forms off a name, at its end, at its start where that is usual, and in the middle where a word is nothing else
 * (`Loeffelente GmbH Rostock`). A name that is nothing but a form keeps it. @param words lower case, romanised, without dots
 */
export function stripForms(words: readonly string[]): Stripped {
  const whole = { words, behind: [], endedWithForm: isForm(words) };
  if (whole.endedWithForm) return whole;
  let [from, to] = [0, words.length];
  for (let length = formBefore(words, from, to); length > 0; length = formBefore(words, from, to))
    to -= length;
  const endedWithForm = to < words.length;
  const last = words.slice(to).join('');
  if (words[0] === 'sc' && to > 1 && BESIDE_SC.has(last)) from = 1;
  for (let length = formFrom(words, from, to); length > 0; length = formFrom(words, from, to)) from += length;
  for (let at = from + 1; at < to; at += 1) {
    const length = inTheMiddle(words, at, to);
    if (length > 0)
      return { words: words.slice(from, at), behind: words.slice(at + length, to), endedWithForm };
  }
  return { words: words.slice(from, to), behind: [], endedWithForm };
}

/** Whether these words are legal forms and nothing else. */
export function isForm(words: readonly string[]): boolean {
  return words.length > 0 && words.length <= 2 * LONGEST && FORMS.has(words.join(''));
}

/** How many words in front of `to` are one form, the longest; never all. */
function formBefore(words: readonly string[], from: number, to: number): number {
  for (let length = Math.min(LONGEST, to - from - 1); length > 0; length -= 1)
    if (FORMS.has(words.slice(to - length, to).join(''))) return length;
  return 0;
}

/** The same from the start on; a single word only where it is usual there. */
function formFrom(words: readonly string[], from: number, to: number): number {
  for (let length = Math.min(LONGEST, to - from - 1); length > 0; length -= 1) {
    const start = words.slice(from, from + length);
    const first = start[0] as string;
    if (length > 1 ? FORMS.has(start.join('')) : LEADING_FORMS.has(first) || ALSO_LEADING.has(first))
      return length;
  }
  return 0;
}

function inTheMiddle(words: readonly string[], at: number, to: number): number {
  for (let length = Math.min(LONGEST, to - at - 1); length > 0; length -= 1) {
    const form = words.slice(at, at + length);
    if (!FORMS.has(form.join(''))) continue;
    if (length > 2 || form.some((word) => NOTHING_ELSE.has(word) || isConsonants(word))) return length;
  }
  return 0;
}

const isConsonants = (word: string) => FORMS.has(word) && word.length > 1 && !/[aeiou]/.test(word);
