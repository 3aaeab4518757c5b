import { remembered } from '../remembered.ts';

/**
 * One spelling for words that are written in several ways: umlauts (`Mueller`, `Muller`), romanisation (`Chaika`, `Tchayka`), double
 * letters, and what reading by machine confuses (`rn` and `m`, `0` and `o`). Two words of one spelling are likely one word; it is no
 * proof. @param word folded
 */
export const lookalike = remembered(20_000, (word: string): string => {
  if (!/[a-z]/.test(word)) return word;
  return word
    .replace(/(?<=[a-z])0|0(?=[a-z])/g, 'o')
    .replace(/(?<=[a-z])1|1(?=[a-z])/g, 'l')
    .replace(/(?<=[a-z])5|5(?=[a-z])/g, 's')
    .replace(/rn/g, 'm')
    .replace(/vv|w/g, 'v')
    .replace(/([aou])e/g, '$1')
    .replace(/tsch|tch|cz/g, 'ch')
    .replace(/sch|sz/g, 'sh')
    .replace(/ph/g, 'f')
    .replace(/kh/g, 'h')
    .replace(/ck|q|c(?!h)/g, 'k')
    .replace(/ks/g, 'x')
    .replace(/iy|yi|ij|ie|ei|y|j/g, 'i')
    .replace(/(.)\1+/g, '$1');
});
