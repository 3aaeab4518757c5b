import { foldWord } from '../reading/plain.ts';

/** What a label can mean. */
export interface Meaning<Label, Language> {
  label: Label;
  /** Says it outright; a weak label counts where no strong one stands. */
  strong: boolean;
  /** In which languages. */
  languages: Language[];
}

export interface LabelTable<Label, Language> {
  /** By the words of a label with one blank between them. */
  meanings: ReadonlyMap<string, readonly Meaning<Label, Language>[]>;
  /** Words of the longest label. */
  longest: number;
}

/** Runs of letters of one kind, and of digits: marks between them say nothing, and Japanese has no blanks. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+|[^\P{L}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+|\d+/gu;

/** `zzgl. 19 % MwSt.` is the label `zzgl. MwSt.` */
const RATE = /(?<![\d.,])\d{1,3}(?:[.,]\d{1,3})? ?[%％]/g;

/** The words of a text, folded, each with the place in the text behind it. */
export function labelWords(text: string): { word: string; start: number; end: number }[] {
  return [
    ...text
      .replace(/[ºª°]/g, ' ')
      .replace(RATE, (rate) => ' '.repeat(rate.length))
      .matchAll(WORD),
  ].map((match) => ({
    word: foldWord(match[0]),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Labels by their words, from lists by language; commas part them, and weak ones stand behind a bar. */
export function labelTable<Label extends string, Language extends string>(
  lists: Readonly<Record<Language, Partial<Record<Label, string>>>>,
): LabelTable<Label, Language> {
  const meanings = new Map<string, Meaning<Label, Language>[]>();
  let longest = 0;
  for (const language of Object.keys(lists) as Language[])
    for (const label of Object.keys(lists[language]) as Label[])
      for (const [index, list] of (lists[language][label] ?? '').split('|').entries())
        for (const written of list.split(',')) {
          const words = labelWords(written).map(({ word }) => word);
          longest = Math.max(longest, words.length);
          add(meanings, words.join(' '), { label, strong: index === 0, languages: [language] });
        }
  return { meanings, longest };
}

function add<Label, Language>(
  meanings: Map<string, Meaning<Label, Language>[]>,
  words: string,
  meaning: Meaning<Label, Language>,
): void {
  const known = meanings.get(words) ?? [];
  const same = known.find(({ label }) => label === meaning.label);
  if (same) {
    same.languages.push(...meaning.languages);
    same.strong ||= meaning.strong;
  } else meanings.set(words, [...known, meaning]);
}

/**
 * The longest label that begins at a word.
 * @param words see labelWords
 * @returns how many words it takes and what it can mean; null where none begins there
 */
export function labelAt<Label, Language>(
  words: readonly { word: string }[],
  from: number,
  { meanings, longest }: LabelTable<Label, Language>,
): { count: number; meanings: readonly Meaning<Label, Language>[] } | null {
  const next = words.slice(from, from + longest).map(({ word }) => word);
  for (let count = next.length; count > 0; count -= 1) {
    const found = meanings.get(next.slice(0, count).join(' '));
    if (found) return { count, meanings: found };
  }
  return null;
}
