/** What may stand before and after the @ (RFC 5321 without quoted local parts, RFC 6531 for letters beyond ASCII). */
const LOCAL = /(?<![\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-])[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]+$/u;
const HOST = /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u;

/**
 * E-mail addresses in raw bytes whose format is unknown or broken, in lower case, each once. Looks through the encodings in
 * which input reaches us: plain, JSON escapes, percent, HTML entities, quoted-printable and base64. Compressed content
 * (XLSX, PDF streams, gzip) is not opened. Linear in the input, whatever it is.
 */
export function addressesIn(body: Buffer): string[] {
  const plain = body.toString('utf8');
  const found = [plain, ...base64In(plain)].flatMap((text) => [
    ...addresses(text),
    ...addresses(unescaped(text)),
  ]);
  return [...new Set(found)].sort();
}

function addresses(text: string): string[] {
  const parts = text.toLowerCase().split('@');
  return parts.flatMap((part, index) => {
    const local = part.slice(-64).match(LOCAL)?.[0];
    const host = parts[index + 1]?.slice(0, 255).match(HOST)?.[0];
    return local && host ? tails(local).map((tail) => `${tail}@${host}`) : [];
  });
}

/** What merely touches an address (`mail=ana@…`, `/ana@…`) must not hide it: every tail after such a character counts too. */
function tails(local: string): string[] {
  const marks = [...local.matchAll(/[^\p{L}\p{N}._+-]/gu)];
  return [local, ...marks.map((mark) => local.slice(mark.index + mark[0].length))].filter(
    (tail) => tail !== '',
  );
}

/** What base64 runs hold. Where a run begins is not certain once its lines are joined, so all four alignments are read. */
function base64In(text: string): string[] {
  const joined = text.split(/\r?\n\s*\n/).map((paragraph) => paragraph.replace(/\r?\n/g, ''));
  return joined
    .flatMap((paragraph) => paragraph.split(/[^A-Za-z0-9+/]+/))
    .filter((run) => run.length >= 16)
    .flatMap((run) => [0, 1, 2, 3].map((start) => Buffer.from(run.slice(start), 'base64').toString('utf8')));
}

function unescaped(text: string): string {
  return text
    .replace(/=\r?\n/g, '')
    .replace(/(?:\\u00|%|=|&#x)([0-9A-Fa-f]{2});?/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
    .replace(/&#(\d{2,3});/g, (_, code: string) => String.fromCharCode(Number(code)));
}
