import { foldWord } from '../reading/plain.ts';
import { ALPHABET_OF } from './alphabets.ts';
import { CODE_PAGES, readAs } from './code-pages.ts';
import { plausible } from './plausible-words.ts';

interface Reading {
  encoding: string;
  text: string;
}

/** Headings stand within so many characters. */
const LOOKED_AT = 4_000;

/** The one reading in which the most headings with letters beyond a–z are known; null where none is, or where several read alike. */
export function readingOfHeadings<R extends Reading>(
  readings: readonly R[],
  isHeading: (word: string) => boolean,
): R | null {
  const counted = readings.map((reading) => ({ reading, count: knownIn(reading.text, isHeading) }));
  const most = Math.max(...counted.map(({ count }) => count));
  const best = counted.filter(({ count }) => count === most).map(({ reading }) => reading);
  const [first] = best;
  return first && most > 0 && best.every(({ text }) => text === first.text) ? first : null;
}

function knownIn(text: string, isHeading: (word: string) => boolean): number {
  const fields = text.slice(0, LOOKED_AT).split(/[,;|"\t\r\n]+/);
  return fields.filter((field) => /[^\p{ASCII}]/u.test(field) && isHeading(field.trim())).length;
}

/** Headings by which a language shows itself, without accents. */
const TELLING: ReadonlyArray<readonly [keyof typeof ALPHABET_OF, RegExp]> = [
  [
    'de',
    /\b(?:kunde|kundenname|betrag|auftragswert|firma|ansprechpartner|abschluss|abschlussdatum|bemerkung(?:en)?|projektname)\b/,
  ],
  ['fr', /\b(?:montant|devise|affaire|remarques?|entreprise|date de|nom du|client final)\b/],
  ['es', /\b(?:importe|moneda|fecha|cierre|oportunidad|monto|proyecto|observaciones)\b/],
  ['pt', /\b(?:moeda|fechamento|oportunidade|montante|projeto|data de|nome do)\b/],
];

/**
 * The reading of a file whose headings are words of one language, where that language has every letter of every word: its programs write
 * the western code page, or the Macintosh's.
 */
export function readingOfLanguage<R extends Reading>(
  readings: readonly R[],
  latin1: string,
  words: readonly string[],
): R | null {
  const start = foldWord(
    latin1
      .slice(0, LOOKED_AT)
      .split(/\r\n|\r|\n/, 3)
      .join(' '),
  );
  const languages = TELLING.filter(([, telling]) => telling.test(start));
  const [only] = languages;
  if (!only || languages.length > 1) return null;
  const own = readings.filter(({ encoding }) => {
    const page = CODE_PAGES.find(({ name }) => name === encoding);
    return (
      (encoding === 'windows-1252' || encoding === 'macintosh') &&
      page !== undefined &&
      words.every((word) => plausible(readAs(page, word), ALPHABET_OF[only[0]]))
    );
  });
  const [reading, ...others] = own;
  return reading && others.length === 0 ? reading : null;
}
