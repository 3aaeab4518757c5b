import { ABBREVIATIONS, ADJECTIVES, CITIES, INDUSTRIES, LEGAL_FORMS, SURNAMES } from './company-words.ts';
import { draw, type Random } from './random.ts';

/** How the same company is written by somebody else. Null where the name gives no occasion for it. */
export type Noise = (random: Random, name: string) => string | null;

const LEGAL = new Set(LEGAL_FORMS.flatMap((form) => form.split(' ')));
/** Words that many companies share. */
const COMMON = new Set([...INDUSTRIES, ...SURNAMES, ...CITIES, ...ADJECTIVES]);
const split = (name: string) => {
  const words = name.split(' ');
  const from = words.findIndex((word, index) => index > 0 && word !== '&' && LEGAL.has(word));
  return from < 0 ? { core: words, legal: [] } : { core: words.slice(0, from), legal: words.slice(from) };
};
const join = (...parts: readonly string[][]) => parts.flat().join(' ');

/** One letter lost, doubled, swapped with its neighbour or replaced, in a word of at least four. */
const typo: Noise = (random, name) => {
  const { core, legal } = split(name);
  const long = core.flatMap((word, index) => (word.length >= 4 ? [index] : []));
  if (long.length === 0) return null;
  const at = draw(random, long);
  const word = core[at] as string;
  const i = 1 + Math.floor(random() * (word.length - 2));
  const changed = [
    word.slice(0, i) + word.slice(i + 1),
    word.slice(0, i) + word.charAt(i) + word.slice(i),
    word.slice(0, i) + word.charAt(i + 1) + word.charAt(i) + word.slice(i + 2),
    word.slice(0, i) + draw(random, [...'aeioustrnl']) + word.slice(i + 1),
  ];
  return join(core.with(at, draw(random, changed)), legal);
};

const abbreviation: Noise = (random, name) => {
  const { core, legal } = split(name);
  const known = core.flatMap((word, index) => (Object.hasOwn(ABBREVIATIONS, word) ? [index] : []));
  if (known.length === 0) return null;
  const at = draw(random, known);
  return join(core.with(at, ABBREVIATIONS[core[at] as string] as string), legal);
};

const wordOrder: Noise = (_, name) => {
  const { core, legal } = split(name);
  const words = core.filter((word) => word !== '&');
  return words.length < 2 ? null : join(words.slice(1), words.slice(0, 1), legal);
};

const accents: Noise = (_, name) => {
  const plain = name
    .replace(/ä/g, 'ae')
    .replace(/ö/g, 'oe')
    .replace(/ü/g, 'ue')
    .replace(/ø/g, 'o')
    .replace(/ß/g, 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '');
  return plain === name ? null : plain;
};

const legalForm: Noise = (random, name) => {
  const { core } = split(name);
  const form = random() < 0.3 ? [] : [draw(random, LEGAL_FORMS)];
  return join(core, form) === name ? null : join(core, form);
};

/** A word of the trade goes, unless but one or two common words would be left: then nobody could tell who is meant. */
const droppedWord: Noise = (random, name) => {
  const { core, legal } = split(name);
  const words = core.filter((word) => word !== '&');
  const idle = words.flatMap((word, index) => (index > 0 && INDUSTRIES.includes(word) ? [index] : []));
  if (idle.length === 0) return null;
  const rest = words.toSpliced(draw(random, idle), 1);
  return rest.length >= 3 || rest.some((word) => !COMMON.has(word)) ? join(rest, legal) : null;
};

const shouting: Noise = (_, name) => name.toUpperCase().replaceAll('.', '').replaceAll(' & ', ' AND ');

const together: Noise = (_, name) => {
  const { core, legal } = split(name);
  if (core.length < 2 || core.includes('&')) return null;
  const [first = '', second = '', ...rest] = core;
  return join([first + second.toLowerCase(), ...rest], legal);
};

/** Two of the single ones after one another. */
const both =
  (one: Noise, other: Noise): Noise =>
  (random, name) => {
    const half = one(random, name);
    return half === null ? null : other(random, half);
  };

export const NOISES: Readonly<Record<string, Noise>> = {
  typo,
  abbreviation,
  wordOrder,
  accents,
  legalForm,
  droppedWord,
  shouting,
  together,
  typoAndLegalForm: both(typo, legalForm),
  typoAndWordOrder: both(wordOrder, typo),
  abbreviationAndTypo: both(abbreviation, typo),
};
