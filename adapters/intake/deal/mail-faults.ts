import type { Fault } from '../../../contracts/problem.ts';
import type { Attached } from './attached.ts';

/** What to do with a mail that was set aside, and is a registration after all. */
export const IF_A_REGISTRATION =
  'If it registers a deal all the same, save its text and send it in: quarterdeck cases submit FILE.txt';

/** Why nothing of a mail can be read, and the repair; null when something can. */
export function nothingRead(text: string, { described, documents, forms, tables }: Attached): Fault | null {
  if (text !== '' || documents.length + forms.length + tables.length > 0) return null;
  const has = (problem: string) => described.some((one) => one.problem === problem);
  const fault = (code: string, title: string, fix: string) => ({ code, title, field: null, fix });
  if (has('unreadable_encrypted') || has('pdf_encrypted') || has('zip_encrypted'))
    return fault(
      'mail_encrypted',
      'Everything in the mail is encrypted.',
      'Have it sent again without encryption or a password.',
    );
  if (described.some(({ name, type }) => /^winmail\.dat$/i.test(name) || type === 'application/ms-tnef'))
    return fault(
      'mail_winmail',
      'The words of the mail are in a winmail.dat that cannot be read.',
      'Have it sent again as HTML or plain text: in Outlook, Format Text.',
    );
  if (described.some(({ name, type }) => /\.p7m$/i.test(name) || /pkcs7-mime$/.test(type)))
    return fault(
      'mail_signed',
      'The words of the mail are in a signed envelope that cannot be read.',
      'Have it sent again with a clear signature, or without one.',
    );
  if (described.length > 0)
    return fault(
      'mail_only_files',
      'The mail holds only files or pictures that cannot be read.',
      'Have the registration sent as text, PDF with text, Word, CSV or XLSX.',
    );
  return fault('mail_empty', 'The mail holds no text.', 'Have the registration sent again with its text.');
}
