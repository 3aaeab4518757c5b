const SAME_LENGTH: ReadonlyArray<readonly [RegExp, string]> = [
  [/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' '],
  [/[\u2018\u2019\u00b4\u02bc\uff07]/g, "'"],
  [/[\u2010\u2011\u2212\ufe63]/g, '-'],
  [/\uffe5/g, '¥'],
  [/\uffe1/g, '£'],
];

/**
 * The text with one spelling for blanks, apostrophes, hyphens and full-width characters. Every character stands where it stood,
 * so offsets hold for both.
 */
export function plainText(text: string): string {
  const narrow = text.replace(/[\uff01-\uff5e]/g, (wide) =>
    wide === '\uff07' ? "'" : String.fromCharCode(wide.charCodeAt(0) - 0xfee0),
  );
  return SAME_LENGTH.reduce((result, [pattern, one]) => result.replace(pattern, one), narrow);
}

/** Lower case without accents, for looking up words; its length may differ. */
export function foldWord(word: string): string {
  return word.normalize('NFKD').replace(/\p{M}/gu, '').replace(/ß/g, 'ss').toLowerCase();
}
