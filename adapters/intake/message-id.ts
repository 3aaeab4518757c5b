import { createHash } from 'node:crypto';

const MOST_HEADERS = 200_000;
/** What the sender wrote. Every other header line may be another one on another way here, above all `Received`. */
const SENDERS = new Set([
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'date',
  'subject',
  'message-id',
  'in-reply-to',
  'references',
]);

/** What a mail is called before anything of it is read. */
export interface MailName {
  /** Its Message-ID; null without one. */
  messageId: string | null;
  /** SHA-256, hex, of what its sender wrote: the same for every delivery of it. */
  digest: string;
}

/** The name of a mail, from its header lines and raw bytes. Linear in their length. */
export function nameOfMail(mail: Buffer): MailName {
  const headers = mail.subarray(0, MOST_HEADERS).toString('latin1');
  const hash = createHash('sha256');
  const kept: string[] = [];
  let messageId: string | null = null;
  let end = headers.length;
  for (const { line, next } of unfoldedLines(headers)) {
    end = next;
    const name = line.slice(0, line.indexOf(':')).trim().toLowerCase();
    if (!SENDERS.has(name)) continue;
    const value = line
      .slice(line.indexOf(':') + 1)
      .replace(/[ \t]+/g, ' ')
      .trim();
    kept.push(`${name}:${value}`);
    if (name === 'message-id' && value !== '') messageId ??= value.slice(0, 1_000);
  }
  hash.update(kept.sort().join('\n')).update('\n\n');
  hash.update(mail.subarray(end).toString('latin1').replaceAll('\r', '').trimEnd(), 'latin1');
  return { messageId, digest: hash.digest('hex') };
}

/** Header lines until the blank one, each with what continues it (RFC 5322, 2.2.3), and where the next one begins. */
function* unfoldedLines(headers: string): Generator<{ line: string; next: number }> {
  let line: string[] = [];
  for (let at = 0; at < headers.length; ) {
    const found = headers.indexOf('\n', at);
    const next = found < 0 ? headers.length : found + 1;
    const said = headers.slice(at, next).trimEnd();
    if (line.length > 0 && !/^[ \t]/.test(headers[at] ?? '')) {
      yield { line: line.join(' '), next: at };
      line = [];
    }
    if (said === '' && line.length === 0) return;
    line.push(said.trim());
    at = next;
  }
  if (line.length > 0) yield { line: line.join(' '), next: headers.length };
}
