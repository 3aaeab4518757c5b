import type { Alphabets } from './alphabets.ts';

/** Marks that may stand between two letters: apostrophes, dashes, points, blanks, and what only lays a text out. */
const INSIDE = new Set("'’‘´`–—-·•.,:;/&+_\u00a0\u00ad…");
/** What may touch the beginning or the end of a word. */
const BEFORE = new Set('«»“”„‘’‚‹›¿¡©®§º°•·–—…\u00a0\u00ad#@*~†‡');
const BEHIND = new Set('«»“”‘’‹›®™©ªº°…–—·•€£¥¢†‡\u00a0\u00ad²³');
/** Units that end in a raised figure. */
const RAISED = /^(?:[ckdm]?m)$/;
const LETTER = /\p{L}|\p{M}/u;

/**
 * Whether a run of letters and marks can be words of a language. False is proof that its bytes were read under the wrong encoding: a control
 * character, a sign inside of a word, two scripts in a word, a capital behind a small letter, or letters that no language has together.
 * @param alphabets letters beside a–z, by language; a word needs one that has all of its own
 */
export function plausible(text: string, alphabets: Alphabets): boolean {
  if (/[^\P{Cc}\t\n\r]|\ufffd/u.test(text)) return false;
  const characters = [...text];
  for (const [index, each] of characters.entries()) {
    if (each <= '\u007f' || LETTER.test(each)) continue;
    const before = LETTER.test(characters[index - 1] ?? '');
    const behind = LETTER.test(characters[index + 1] ?? '');
    if (before && behind && !INSIDE.has(each)) return false;
    if (!before && behind && !BEFORE.has(each)) return false;
    if (before && !behind && !BEHIND.has(each)) return false;
    if (/[²³]/.test(each) && before && !RAISED.test(wordBefore(characters, index))) return false;
  }
  return (text.match(/[\p{L}\p{M}]+/gu) ?? []).every((word) => isWord(word, alphabets));
}

function wordBefore(characters: readonly string[], end: number): string {
  let start = end;
  while (start > 0 && LETTER.test(characters[start - 1] as string)) start -= 1;
  return characters.slice(start, end).join('');
}

/** Raised letters, and the dot that stays of a small `İ`. */
const BARE = new Set(['ª', 'º', '\u0307']);
/** Letters with which no word of their languages begins. */
const NEVER_FIRST = /^[ĺŕěůńąęğĹŔĚŮŃĄĘĞ]/;
/** Capitals behind small letters, as bytes of two-byte encodings look. */
const BROKEN_CASE = /(?![a-z])\p{Ll}[A-Z]/gu;
const SCRIPTS = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];

function isWord(word: string, alphabets: Alphabets): boolean {
  const [script, ...more] = SCRIPTS.filter((each) => each.test(word));
  if (more.length > 0) return false;
  if (/\p{Ll}(?![A-Z])\p{Lu}/u.test(word)) return false;
  if (script !== SCRIPTS[0]) return true;
  if (NEVER_FIRST.test(word) || (word.match(BROKEN_CASE)?.length ?? 0) > 1) return false;
  const own = new Set([...word.toLowerCase()].filter((letter) => letter > '\u007f' && !BARE.has(letter)));
  return own.size === 0 || alphabets.some((letters) => [...own].every((letter) => letters.has(letter)));
}
