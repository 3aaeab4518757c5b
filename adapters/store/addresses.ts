/** What may stand in an address (RFC 5321 without quoted local parts, RFC 6531 for letters beyond ASCII). */
const ADDRESS = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu;
/** Base64 lines of a MIME part; shorter runs hold no address. */
const BASE64 = /(?:[A-Za-z0-9+/]{4}[\r\n]{0,2}){4,}(?:[A-Za-z0-9+/]{2,3}={0,2})?/g;

/**
 * E-mail addresses in raw bytes whose format is unknown or broken, in lower case, each once. Looks through the encodings in
 * which input reaches us: plain, JSON escapes, percent, HTML entities, quoted-printable and base64. Compressed content
 * (XLSX, PDF streams, gzip) is not opened.
 */
export function addressesIn(body: Buffer): string[] {
  const plain = body.toString('utf8');
  const decoded = (plain.match(BASE64) ?? []).map((run) => Buffer.from(run, 'base64').toString('utf8'));
  const texts = [plain, ...decoded].flatMap((text) => [text, unescaped(text)]);
  const found = texts.flatMap((text) => text.match(ADDRESS) ?? []);
  // A leading character that merely touches the address (`=`, `'`, `/`) must not hide it.
  const bare = found.map((address) => address.replace(/^[^\p{L}\p{N}]+/u, ''));
  return [...new Set([...found, ...bare].map((address) => address.toLowerCase()))].sort();
}

function unescaped(text: string): string {
  return text
    .replace(/=\r?\n/g, '')
    .replace(/(?:\\u00|%|=|&#x)([0-9A-Fa-f]{2});?/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
    .replace(/&#(\d{2,3});/g, (_, code: string) => String.fromCharCode(Number(code)));
}
