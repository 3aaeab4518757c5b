import { checked } from '../../domain/invoice/checked.ts';
import { readInvoice } from '../../domain/invoice/read-invoice.ts';
import { lineWords, placeInText } from '../../domain/invoice/text-words.ts';
import { parsedMail } from '../intake/mail/parsed.ts';
import { textOf } from '../intake/mail/text.ts';
import type { DocumentAnswer } from './read-bytes.ts';

/** Header lines that each mail has some of. (RFC 5322, 3.6) */
const HEADER =
  /^(?:from|to|subject|date|message-id|mime-version|received|return-path|delivered-to|content-type):/gim;

/** Whether a text is a mail in its form of transport: it begins with header lines. */
export function isMail(head: string): boolean {
  const [headers = ''] = head.split(/\r?\n\r?\n/, 1);
  return /^[\w-]{1,60}:/.test(head) && (headers.match(HEADER) ?? []).length >= 2;
}

/** Reads a receipt that came as a mail, by its text. What is attached to it is a document of its own. */
export async function readMailFile(bytes: Buffer): Promise<DocumentAnswer> {
  const parsed = await parsedMail(bytes);
  if (parsed === null) return { code: 'broken' };
  const text = textOf(parsed.mail);
  const words = lineWords(`${parsed.mail.subject ?? ''}\n${text}`);
  return { form: 'mail', pages: null, ...checked(readInvoice(words, 'text_layer', placeInText)) };
}
