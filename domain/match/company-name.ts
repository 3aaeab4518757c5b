import { namesIn } from '../company/aliases.ts';
import { withoutEastAsianForms } from '../company/legal-forms.ts';
import { repaired } from '../company/mojibake.ts';
import { isForm, stripForms } from '../company/strip-forms.ts';
import { remembered } from '../remembered.ts';
import { fold } from './fold.ts';
import { regionOf } from './places.ts';
import { withTradesApart } from './trade-words.ts';
import { foldedWords, type Words, wordsOf } from './words.ts';

/** One name of a company, taken apart. */
export interface Called extends Words {
  /** Words of what stands beside it: a place, a country as its code, a branch, whatever is in brackets. */
  beside: readonly string[];
  /** All its words in one, as far as its branch or its legal form and with what ends it: `sunlife`, `sunlifegroup`. */
  runs: readonly string[];
  /** The first letter of every word as it is written, of small words and parts of compounds too, but not of legal forms in short: `lvfhce`. */
  letters: string;
  /** It is written as a few capitals that stand for words: `LVHE`. */
  acronym: boolean;
}

/** Its name first, then what else it is called: a trade name, a former name, its short form in brackets. */
export type CompanyName = readonly Called[];

/** No name is longer. */
const LONGEST = 1_000;
/** What a name is parted by; a stroke or dash only between blanks: `A/S` and `Coca-Cola` are whole. */
const PARTING = /[,;|\n\t]|\s[-–—/]+\s/u;
const BRACKETS = /[([{（【]([^()[\]{}（）【】]*)[)\]}）】]/gu;
/** Words that say that it is a part or the whole of a company, when they end a name. */
const BRANCHES = new Set(
  `branch hq headquarters headquarter zentrale hauptverwaltung niederlassung zweigniederlassung filiale filial succursale
  sucursal`.split(/\s+/),
);
const PART_OF = new Set([
  ...BRANCHES,
  ...`group grp gruppe groupe grupo gruppo grupa holding holdings hldg hldgs konzern`.split(/\s+/),
]);

/** Names that are kept as they were read: one is compared with a hundred others, and its own words are looked at again. */
const KEPT = 10_000;

/** Takes a company's name apart; empty when the text has no word. */
export const readName: (text: string) => CompanyName = remembered(KEPT, (text) => {
  const whole = repaired(text.slice(0, LONGEST)).normalize('NFKC');
  return namesIn(withTradesApart(withoutEastAsianForms(whole)))
    .flatMap(readOne)
    .filter(({ words }) => words.join('') !== '');
});

function readOne(written: string): Called[] {
  const text = withoutSite(written);
  const inside: string[] = [];
  const outside = text.replace(BRACKETS, (_, within: string) => {
    inside.push(within);
    return ' ';
  });
  const { words, beside, whole } = withoutAdditions(outside);
  // Nothing but brackets, or brackets and a form: what they hold is the name.
  if (words.length === 0 || isForm(words)) {
    const { words: all } = withoutAdditions(text.replace(/[()[\]{}（）【】]/gu, ' '));
    return [called(all, [])];
  }
  const own = {
    ...called(words, []),
    initials: [...new Set([words, whole].flatMap((each) => wordsOf(each).initials))],
    runs: runsOf([words, whole, foldedWords(outside), foldedWords(withoutMarked(outside))]),
    letters: lettersOf(foldedWords(outside)),
    acronym: ACRONYM.test(outside.trim()),
  };
  const short: Called[] = [];
  for (const within of inside) {
    const held = foldedWords(within);
    if (held.length === 0 || isForm(held)) continue;
    if (isShortName(within, own)) short.push(called(stripForms(held).words, []));
    else beside.push(...placed(within, held));
  }
  return [{ ...own, beside: [...new Set(beside)] }, ...short];
}

const runsOf = (all: readonly (readonly string[])[]) => [...new Set(all.map((words) => words.join('')))];

/** What a form or a host leaves of `Novák`: some drop the letters that they cannot write. */
const withoutMarked = (text: string) => text.replace(/[\p{L}--\p{ASCII}]/gv, '');

const called = (words: readonly string[], beside: readonly string[]): Called => ({
  ...wordsOf(words),
  beside,
  runs: [words.join('')],
  letters: lettersOf(words),
  acronym: false,
});

/** A legal form that is written out is a word like any other to whoever takes first letters: `Northern Paper Company` is NPC. */
function lettersOf(all: readonly string[]): string {
  const { words, behind } = stripForms(all);
  const named = new Set([...words, ...behind]);
  return all
    .filter((word) => named.has(word) || word.length >= WRITTEN_OUT)
    .map((word) => word.charAt(0))
    .join('');
}

/** No abbreviation of a legal form has so many letters. */
const WRITTEN_OUT = 5;

/** Three to six capitals, with or without points, and perhaps a legal form behind them. */
const ACRONYM = /^(?:\p{Lu}\.?){3,6}(?:[\s,]+\p{L}[\p{L}.]{0,4}\.?)?$/u;

/** `www.heron.com` is called Heron. */
function withoutSite(text: string): string {
  const host = text
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/^www\./i, '');
  const [label = '', ...suffix] = host.split('.');
  return label.length >= 3 && suffix.length > 0 && suffix.every((part) => /^[a-z]{2,}$/.test(part))
    ? label
    : text;
}

/** The words of a name, and apart from them what follows its legal form, its comma or its end. `whole` has the end, for the initials. */
function withoutAdditions(text: string): {
  words: readonly string[];
  beside: string[];
  whole: readonly string[];
} {
  const own: string[] = [];
  const beside: string[] = [];
  let ended = false;
  for (const part of text.split(PARTING)) {
    const words = foldedWords(part);
    if (words.length === 0) continue;
    const form = isForm(words);
    if (
      own.length > 0 &&
      (form || ended || regionOf(part) !== null || words.some((word) => BRANCHES.has(word)))
    ) {
      if (!form) beside.push(...placed(part, stripForms(words).words));
      ended ||= form;
      continue;
    }
    own.push(...words);
    ended = stripForms(own).endedWithForm && own.length > 1;
  }
  const { words, behind } = stripForms(own);
  return { ...withoutEnding(words, [...beside, ...behind]), whole: words };
}

/** Takes branches and groups off the end of a name. A country there is part of it: a subsidiary is another company than its group. */
function withoutEnding(
  all: readonly string[],
  beside: string[],
): { words: readonly string[]; beside: string[] } {
  let words = all;
  for (let last = words.at(-1) ?? ''; words.length > 1 && PART_OF.has(last); last = words.at(-1) ?? '') {
    beside.push(last);
    words = stripForms(words.slice(0, -1)).words;
  }
  return { words, beside };
}

/** Words of an addition, a country by its code, so that it is the same in every language. */
function placed(text: string, words: readonly string[]): string[] {
  const region = regionOf(text) ?? regionOf(words.join(' '));
  return region === null ? [...wordsOf(words).words] : [region];
}

/** `(IBM)`: letters in capitals, or the initials of the name in front. */
function isShortName(text: string, { initials }: Words): boolean {
  const folded = fold(text).replaceAll(' ', '');
  if (initials.includes(folded)) return true;
  if (PART_OF.has(folded)) return false;
  return /^\p{Lu}[\p{Lu}\p{N}&.]{1,6}$/u.test(text.trim()) && regionOf(text) === null;
}
