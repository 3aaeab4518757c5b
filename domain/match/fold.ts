import anyAscii from 'any-ascii';
import { remembered } from '../remembered.ts';

/** No name, title or street is longer; a hostile text must not cost minutes. */
const LONGEST = 1_000;

/** Two Greek letters that are one sound, as they are transcribed (ELOT 743): `Μπουκουβάλας` → Boukouvalas. */
const GREEK: readonly (readonly [RegExp, string])[] = [
  [/ου/g, 'ou'],
  [/(?<=[αεη])υ(?=[βγδζλμνραεηιοω])/g, 'v'],
  [/(?<=[αεη])υ/g, 'f'],
  [/γ(?=[γξχ])/g, 'n'],
  [/(?<!\p{L})μπ/gu, 'b'],
  [/(?<!\p{L})ντ/gu, 'd'],
  [/(?<!\p{L})γκ/gu, 'g'],
];

/**
 * Any script as lower-case Latin letters and digits, words separated by one blank: `Роснефть` → `rosneft`, `Ακρόπολις` →
 * `akropolis`, `ソニー` → `soni`, `Crédit-Agricole` → `credit agricole`. Letters with dots are one word: `S.A.` → `sa`. What follows the
 * thousandth character is left out.
 */
export const fold = remembered(20_000, (text: string): string =>
  anyAscii(greekSounds(text.slice(0, LONGEST).normalize('NFKC')))
    .slice(0, LONGEST)
    .toLowerCase()
    .replace(/['’`]/g, '')
    .replace(/\b([a-z])\.(?=[a-z]\b)/g, '$1')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim(),
);

function greekSounds(text: string): string {
  if (!/\p{sc=Greek}/u.test(text)) return text;
  const plain = text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\u0301/g, '')
    .normalize('NFC');
  return GREEK.reduce((found, [letters, sound]) => found.replace(letters, sound), plain);
}
