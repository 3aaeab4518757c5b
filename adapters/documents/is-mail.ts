/** Header lines that each mail has some of. (RFC 5322, 3.6) */
const HEADER =
  /^(?:from|to|subject|date|message-id|mime-version|received|return-path|delivered-to|content-type):/gim;

/** Whether a text is a mail in its form of transport: it begins with header lines. */
export function isMail(head: string): boolean {
  const [headers = ''] = head.split(/\r?\n\r?\n/, 1);
  return /^[\w-]{1,60}:/.test(head) && (headers.match(HEADER) ?? []).length >= 2;
}
