const MOST_HEADERS = 200_000;
const NAME = 'message-id:';

/**
 * The Message-ID of a mail, from its header lines alone: what it is called before anything of it is read. Null without one. Linear in
 * the length of the headers.
 */
export function messageIdOf(mail: Buffer): string | null {
  const headers = mail.subarray(0, MOST_HEADERS).toString('latin1');
  for (let at = 0; at < headers.length; ) {
    const end = headers.indexOf('\n', at);
    const line = headers.slice(at, end < 0 ? headers.length : end).trimEnd();
    if (line === '') return null;
    if (line.slice(0, NAME.length).toLowerCase() === NAME) {
      // A long one stands on the next line (RFC 5322, 2.2.3).
      const folded = end < 0 ? '' : (headers.slice(end + 1, end + 1_000).split('\n', 1)[0] ?? '');
      const value = line.slice(NAME.length).trim() || (/^[ \t]/.test(folded) ? folded.trim() : '');
      return value === '' ? null : value.slice(0, 1_000);
    }
    if (end < 0) return null;
    at = end + 1;
  }
  return null;
}
