/** Encodes text in any encoding that can be decoded here; null where a character is not in it. */
export function encoderOf(encoding: string): (text: string) => Uint8Array | null {
  const table = tables.get(encoding) ?? tableOf(encoding);
  tables.set(encoding, table);
  return (text) => {
    const bytes: number[] = [];
    for (const character of text) {
      const known = character <= '\u007f' ? [character.charCodeAt(0)] : table.get(character);
      if (!known) return null;
      bytes.push(...known);
    }
    return Uint8Array.from(bytes);
  };
}

const tables = new Map<string, Map<string, number[]>>();

function tableOf(encoding: string): Map<string, number[]> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const table = new Map<string, number[]>();
  const put = (bytes: number[]) => {
    try {
      const text = decoder.decode(Uint8Array.from(bytes));
      if ([...text].length === 1 && !/[\u0080-\u009f\ufffd]/.test(text) && !table.has(text))
        table.set(text, bytes);
    } catch {
      // No character has these bytes.
    }
  };
  for (let one = 0x80; one < 0x100; one += 1) put([one]);
  if (/jis|euc|gb|big5/.test(encoding))
    for (let one = 0x81; one < 0xff; one += 1) for (let two = 0x40; two < 0xff; two += 1) put([one, two]);
  return table;
}
