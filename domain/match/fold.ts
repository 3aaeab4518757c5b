import anyAscii from 'any-ascii';

/** No name, title or street is longer; a hostile text must not cost minutes. */
const LONGEST = 1_000;

/**
 * Any script as lower-case Latin letters and digits, words separated by one blank: `Роснефть` → `rosneft`, `Ακρόπολις` →
 * `akropolis`, `ソニー` → `soni`, `Crédit-Agricole` → `credit agricole`. Letters with dots are one word: `S.A.` → `sa`. What follows the
 * thousandth character is left out.
 */
export function fold(text: string): string {
  return anyAscii(text.slice(0, LONGEST).normalize('NFKC'))
    .slice(0, LONGEST)
    .toLowerCase()
    .replace(/['’`]/g, '')
    .replace(/\b([a-z])\.(?=[a-z]\b)/g, '$1')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
