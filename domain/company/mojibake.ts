/** What Windows-1252 shows for the bytes 0x80 to 0x9f, in their order; a blank where it shows nothing. */
const WINDOWS = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
/** A letter of two bytes or more as it looks then: its first byte with the second behind it. Most umlauts are no such pair. */
const MISREAD = new RegExp(`[\\u00c2-\\u00f4][\\u0080-\\u00bf${WINDOWS.replaceAll(' ', '')}]`);
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * A text that was written in UTF-8 and read as Windows-1252 or Latin-1, as it was meant: `MÃ¼ller` → `Müller`. Any other text stays.
 * Letters that were lost on the way (`M�ller`, `Citro?n`) are left out: the rest of the word stays one word.
 */
export function repaired(text: string): string {
  return asMeant(text).replace(/(?<=\p{L})[\uFFFD?](?=\p{L})|\uFFFD/gu, '');
}

function asMeant(text: string): string {
  if (!MISREAD.test(text)) return text;
  const bytes: number[] = [];
  for (const letter of text) {
    const code = letter.codePointAt(0) as number;
    const byte = code <= 0xff ? code : 0x80 + WINDOWS.indexOf(letter);
    if (byte < 0x80 && code > 0xff) return text;
    bytes.push(byte);
  }
  try {
    return UTF8.decode(Uint8Array.from(bytes));
  } catch {
    return text;
  }
}
