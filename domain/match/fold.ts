import anyAscii from 'any-ascii';

/**
 * Any script as lower-case Latin letters and digits, words separated by one blank: `Роснефть` → `rosneft`, `Ακρόπολις` →
 * `akropolis`, `ソニー` → `soni`, `Crédit-Agricole` → `credit agricole`. Letters with dots are one word: `S.A.` → `sa`.
 */
export function fold(text: string): string {
  return anyAscii(text.normalize('NFKC'))
    .toLowerCase()
    .replace(/['’`]/g, '')
    .replace(/\b([a-z])\.(?=[a-z]\b)/g, '$1')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
