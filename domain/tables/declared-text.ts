import { ALPHABET_OF, type Alphabets } from './alphabets.ts';
import { CODE_PAGES, type CodePage, readAs } from './code-pages.ts';
import { languagesShown, type SignedLanguage } from './language-signs.ts';
import { plausible } from './plausible-words.ts';

/** How a text is read whose encoding somebody declares. `open`: its letters can be read in several ways, and nothing tells which. */
export type DeclaredText = { is: 'as_declared' } | { is: 'found'; page: CodePage } | { is: 'open' };

/** In which code pages a language is written. */
const PAGES_OF: Readonly<Record<SignedLanguage, readonly string[]>> = {
  ...{ pl: central(), cs: central(), sk: central(), hu: central(), ro: central(), hr: central() },
  tr: ['windows-1254'],
  ...{ lt: ['windows-1257'], lv: ['windows-1257'], et: ['windows-1257'] },
};

function central(): string[] {
  return ['windows-1250', 'iso-8859-2'];
}

/** The code pages in which a mail is that is not as it declares, and the alphabets of the languages that each was made for. */
const OTHERS: ReadonlyMap<string, readonly Alphabets[]> = new Map<string, readonly Alphabets[]>([
  ...central().map((name) => [name, alphabetsOf('pl', 'cs', 'sk', 'hu', 'ro', 'hr')] as const),
  // A word is of one script there, and its letters tell no more.
  ...['windows-1251', 'koi8-r', 'windows-1253'].map((name) => [name, [[]]] as const),
  ['windows-1254', alphabetsOf('tr')],
  ['windows-1257', alphabetsOf('lt', 'lv', 'et')],
]);

function alphabetsOf(...languages: SignedLanguage[]): Alphabets[] {
  return languages.map((language) => ALPHABET_OF[language]);
}

const WORD = /[A-Za-z'\u0080-\u00ff]+/g;
const BEYOND_ASCII = /[\u0080-\u00ff]/;
/** `£m`, `£million` and `µm`: what is no word shows no language. */
const UNIT = /^(?:[\u00a3\u00a5](?:k|m|bn?|mn|mio|(?:m|b)illions?|thousands?)|\u00b5[a-z]{1,2})$/i;
/** More different words than these show nothing new. */
const MOST_WORDS = 5_000;

/**
 * Decides from its words whether a text is in the encoding that is declared of it. Programs declare the western code page of whatever they
 * send: `Spó³ka £ódŸ` is no word of any language and `Poznañ` is one of Spain, but not in a text that is Polish.
 * @param latin1 the bytes, each as the character U+0000 to U+00FF
 * @param declared name of a code page
 */
export function declaredText(latin1: string, declared: string): DeclaredText {
  const page = CODE_PAGES.find(({ name }) => name === declared);
  const words = wordsOf(latin1);
  if (page === undefined || words.length === 0) return { is: 'as_declared' };
  const isRead = words.every((word) => plausible(withoutMarks(readAs(page, word)), page.alphabets));
  const shown = languagesShown(latin1);
  const asDeclared = readAs(page, latin1);
  const fitting = isRead ? ofLanguages(shown, words) : ofOthers(words);
  const different = withOneEach(fitting, latin1);
  if (different.some((each) => readAs(each, latin1) === asDeclared)) return { is: 'as_declared' };
  if (different.length === 0) {
    // A name from abroad among the words of a language: no alphabet has them all, and in its encoding they may be words all the same.
    const others = CODE_PAGES.filter(({ name }) =>
      shown.some((language) => PAGES_OF[language].includes(name)),
    );
    const may = others.some((each) => each !== page && hasEvery(each, each.alphabets, words));
    return { is: (isRead ? may : shown.length > 0) ? 'open' : 'as_declared' };
  }
  const usual = different.filter(({ name }) => shown.some((language) => PAGES_OF[language].includes(name)));
  const [only, ...others] = usual.length > 0 ? usual : ofOneScript(different, words);
  return only && others.length === 0 ? { is: 'found', page: only } : { is: 'open' };
}

function wordsOf(latin1: string): string[] {
  const words = new Set<string>();
  for (const [word] of latin1.matchAll(WORD)) {
    if (BEYOND_ASCII.test(word) && !UNIT.test(word)) words.add(word);
    if (words.size === MOST_WORDS) break;
  }
  return [...words];
}

/** A sign before or behind a word (`Nm³`, `¼inch`, a footnote) is none of its letters. */
function withoutMarks(word: string): string {
  return word.replace(/^[^\p{L}]+|(?<![^\p{L}])[^\p{L}]+$/gu, '');
}

/** Code pages of languages that have every word. */
function ofLanguages(languages: readonly SignedLanguage[], words: readonly string[]): CodePage[] {
  return languages.flatMap((language) =>
    CODE_PAGES.filter(
      (page) => PAGES_OF[language].includes(page.name) && hasEvery(page, ALPHABET_OF[language], words),
    ),
  );
}

/** Code pages in which one language has every word; else those in which each word is one of some language. */
function ofOthers(words: readonly string[]): CodePage[] {
  const others = CODE_PAGES.filter(({ name }) => OTHERS.has(name));
  const ofOne = others.filter((page) =>
    OTHERS.get(page.name)?.some((alphabet) => hasEvery(page, alphabet, words)),
  );
  return ofOne.length > 0 ? ofOne : others.filter((page) => hasEvery(page, page.alphabets, words));
}

function hasEvery(page: CodePage, alphabets: Alphabets, words: readonly string[]): boolean {
  return words.every((word) => plausible(readAs(page, word), alphabets));
}

/**
 * Cyrillic letters have the bytes of Greek ones. A Greek word of several syllables has an accent, and a Cyrillic one under the Greek code page
 * has one by chance.
 */
function ofOneScript(pages: readonly CodePage[], words: readonly string[]): readonly CodePage[] {
  const greek = pages.find(({ name }) => name === 'windows-1253');
  if (!greek) return pages;
  const long = words.map((word) => readAs(greek, word)).filter((word) => /^\p{L}?\p{Ll}{4,}$/u.test(word));
  const accented = long.filter((word) => /[άέήίόύώ]/.test(word));
  return 2 * accented.length > long.length ? [greek] : pages.filter((page) => page !== greek);
}

/** One code page for each way in which the text reads. */
function withOneEach(pages: readonly CodePage[], latin1: string): CodePage[] {
  const texts = pages.map((page) => readAs(page, latin1));
  return pages.filter((_, at) => texts.indexOf(texts[at] as string) === at);
}
