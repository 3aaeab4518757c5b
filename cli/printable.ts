/**
 * Text from outside (partner names, notes, file names) made safe for a terminal: control characters, which could move the
 * cursor or recolour what stands beside them, and bidirectional overrides, which could reorder it, become `·`.
 */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, (found) =>
    /^\s+$/.test(found) ? ' ' : '·',
  );
}
