import { listedFrequency } from './frequency.ts';
import type { Frequencies } from './model.ts';
import { wordSimilarity } from './word-similarity.ts';
import type { Words } from './words.ts';

/** What was found alike: a similarity 0..1, a sentence, and how many bits the agreeing part is worth among chance pairs. */
export interface Likeness {
  similarity: number;
  why: string;
  /** log2(1 / frequency) of what agrees; null where frequency says nothing. */
  bits: number | null;
}

/** What letters that stand for a whole name are worth beside it: many names share their initials. */
const ACRONYM = 0.75;

interface Pairing {
  from: string;
  to: string;
  similarity: number;
  weight: number;
  bits: number;
}

/**
 * Two names word by word, in any order: equal words, words written together or apart, then typos and abbreviations, each
 * counted by its rarity (soft TF-IDF after Cohen, Ravikumar and Fienberg 2003). An acronym stands for the whole name.
 */
export function compareWords(a: Words, b: Words, frequencies: Frequencies | null): Likeness {
  const rarity = (word: string) =>
    Math.log2(1 / (frequencies ? (listedFrequency(frequencies, word) ?? frequencies.other) : 1 / 1024));
  const total = [...a.words, ...b.words].reduce((sum, word) => sum + rarity(word), 0);
  const { pairs, restA, restB } = pairWords(a.words, b.words, rarity);
  const matched = pairs.reduce((sum, pair) => sum + pair.similarity * pair.weight, 0);
  const bits = pairs.reduce((sum, pair) => sum + pair.similarity * pair.bits, 0);
  const similarity = total === 0 ? 0 : Math.min(1, matched / total);
  const acronym = acronymOf(a, b) ?? acronymOf(b, a);
  if (acronym !== null && similarity < ACRONYM) {
    return {
      similarity: ACRONYM,
      bits: rarity(acronym),
      why: `“${acronym}” stands for the other's initials`,
    };
  }
  // A whole name that many bear says less than its words: `new york` among restaurants.
  const listed = similarity === 1 && frequencies ? listedFrequency(frequencies, a.words.join(' ')) : null;
  const whole = listed === null ? bits : Math.log2(1 / listed);
  return { similarity, bits: Math.min(bits, whole), why: explain(pairs, restA, restB) };
}

function pairWords(a: readonly string[], b: readonly string[], rarity: (word: string) => number) {
  const restA = [...a];
  const restB = [...b];
  const pairs: Pairing[] = [];
  const take = (from: string[], to: string[], similarity: number) => {
    for (const word of from) restA.splice(restA.indexOf(word), 1);
    for (const word of to) restB.splice(restB.indexOf(word), 1);
    const sum = (words: string[]) => words.reduce((total, word) => total + rarity(word), 0);
    const [left, right] = [sum(from), sum(to)];
    const bits = Math.min(left, right);
    pairs.push({ from: from.join(' '), to: to.join(' '), similarity, weight: left + right, bits });
  };
  for (const word of a) if (restA.includes(word) && restB.includes(word)) take([word], [word], 1);
  for (const [first, second] of neighbours(restA)) {
    const whole = restB.find((word) => word === first + second);
    if (whole !== undefined && restA.includes(first) && restA.includes(second))
      take([first, second], [whole], 1);
  }
  for (const [first, second] of neighbours(restB)) {
    const whole = restA.find((word) => word === first + second);
    if (whole !== undefined && restB.includes(first) && restB.includes(second))
      take([whole], [first, second], 1);
  }
  const worth = (pair: { from: string; to: string }) => rarity(pair.from) + rarity(pair.to);
  // The same whichever side comes first, so that a verdict does not depend on it.
  const key = ({ from, to }: { from: string; to: string }) => (from < to ? `${from} ${to}` : `${to} ${from}`);
  const alike = restA
    .flatMap((from) => restB.map((to) => ({ from, to, similarity: wordSimilarity(from, to) })))
    .filter((pair) => pair.similarity > 0)
    .sort((x, y) => y.similarity - x.similarity || worth(y) - worth(x) || (key(x) < key(y) ? -1 : 1));
  for (const { from, to, similarity } of alike) {
    if (restA.includes(from) && restB.includes(to)) take([from], [to], similarity);
  }
  return { pairs, restA, restB };
}

function neighbours(words: readonly string[]): [string, string][] {
  return words.slice(1).map((word, i) => [words[i] as string, word]);
}

/** The one word of `short` when it is made of the initials of `long`. */
function acronymOf(short: Words, long: Words): string | null {
  const [word] = short.words;
  if (word === undefined || short.words.length !== 1 || word.length < 2 || long.words.length < 2) return null;
  return long.initials.includes(word) ? word : null;
}

function explain(pairs: readonly Pairing[], restA: readonly string[], restB: readonly string[]): string {
  const same = pairs
    .filter((pair) => pair.similarity === 1 && pair.from === pair.to)
    .map((pair) => pair.from);
  const alike = pairs.filter((pair) => pair.from !== pair.to).map((pair) => `${pair.from} ≈ ${pair.to}`);
  const only = (words: readonly string[]) => (words.length > 0 ? words.join(' ') : '–');
  const parts = [
    ...(same.length > 0 ? [`same: ${same.join(' ')}`] : []),
    ...(alike.length > 0 ? [`alike: ${alike.join(', ')}`] : []),
    ...(restA.length + restB.length > 0 ? [`only one side: ${only(restA)} / ${only(restB)}`] : []),
  ];
  return parts.join('; ');
}
