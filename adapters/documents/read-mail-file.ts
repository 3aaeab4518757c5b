import { checked } from '../../domain/invoice/checked.ts';
import { readInvoice } from '../../domain/invoice/read-invoice.ts';
import { lineWords, placeInText } from '../../domain/invoice/text-words.ts';
import { parsedMail } from '../intake/mail/parsed.ts';
import { mailText } from '../intake/mail/text.ts';
import type { DocumentAnswer } from './read-bytes.ts';

/** Reads a receipt that came as a mail, by its text. What is attached to it is a document of its own. */
export async function readMailFile(bytes: Buffer): Promise<DocumentAnswer> {
  const parsed = await parsedMail(bytes);
  if (parsed === null) return { code: 'broken' };
  const text = mailText(parsed.mail);
  const words = lineWords(`${parsed.mail.subject ?? ''}\n${text}`);
  return { form: 'mail', pages: null, ...checked(readInvoice(words, 'text_layer', placeInText)) };
}
