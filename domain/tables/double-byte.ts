/** An encoding of one or two bytes for each character. */
interface DoubleByte {
  name: string;
  /** First bytes of the characters that nearly all of a text consists of. */
  isCommon(lead: number, trail: number): boolean;
  isLead(byte: number): boolean;
}

const euc = (from: number, to: number) => (lead: number, trail: number) =>
  trail >= 0xa1 && ((lead >= 0xa1 && lead <= 0xa9) || (lead >= from && lead <= to));

/** Kana and the characters of JIS level 1; Hangul; GB 2312 level 1; Big5 level 1. (Encoding Standard, indexes) */
const DOUBLE_BYTE: readonly DoubleByte[] = [
  {
    name: 'shift_jis',
    isLead: (byte) => (byte >= 0x81 && byte <= 0x9f) || byte >= 0xe0,
    isCommon: (lead) => lead >= 0x81 && lead <= 0x98,
  },
  { name: 'euc-jp', isLead: (byte) => byte >= 0x8e, isCommon: euc(0xb0, 0xcf) },
  { name: 'euc-kr', isLead: (byte) => byte >= 0x81, isCommon: euc(0xb0, 0xc8) },
  { name: 'gb18030', isLead: (byte) => byte >= 0x81, isCommon: euc(0xb0, 0xd7) },
  { name: 'big5', isLead: (byte) => byte >= 0x81, isCommon: (lead) => lead >= 0xa1 && lead <= 0xc6 },
];

/** Of a text in such an encoding nearly every character is a common one. */
const MOST_RARE = 0.1;

/** The text under each encoding that its bytes can be in. */
export function doubleByteReadings(bytes: Uint8Array): { encoding: string; text: string }[] {
  return DOUBLE_BYTE.flatMap((each) => {
    if (!isUsual(bytes, each)) return [];
    try {
      const text = new TextDecoder(each.name, { fatal: true }).decode(bytes);
      // Characters for private use, and half-width letters among Latin ones, come of another encoding.
      return /[^\P{Cc}\t\n\r]|\p{Co}|[A-Za-z][\uff61-\uff9f]|[\uff61-\uff9f][A-Za-z]/u.test(text)
        ? []
        : [{ encoding: each.name, text }];
    } catch {
      return [];
    }
  });
}

function isUsual(bytes: Uint8Array, { isLead, isCommon }: DoubleByte): boolean {
  let pairs = 0;
  let rare = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] as number;
    if (lead < 0x80 || !isLead(lead)) continue;
    pairs += 1;
    if (!isCommon(lead, bytes[at + 1] ?? 0)) rare += 1;
    at += 1;
  }
  return rare <= pairs * MOST_RARE;
}
