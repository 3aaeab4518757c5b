import type { DocumentReading } from '../../domain/documents/document-reading.ts';
import { formOf } from './document-form.ts';
import { isMail } from './is-mail.ts';

/** Why a document is not read. */
export type DocumentRefusal =
  | 'broken'
  | 'encrypted'
  | 'macros'
  | 'too_large'
  | 'too_many_lines'
  | 'too_many_pages'
  | 'too_slow'
  | 'unsupported';

/** What a document says, or why it is not read. */
export type DocumentAnswer =
  | Omit<DocumentReading, 'schemaVersion' | 'document' | 'name'>
  | { code: DocumentRefusal };

/** Marks of an Office file with a password, in UTF-16. ([MS-OFFCRYPTO] 2.3.4) */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

/**
 * Reads a document by what its bytes are. It may take long and much memory: a thread runs it, and loads what it needs only, since a new
 * one is started for each document.
 */
export async function readBytes(bytes: Buffer): Promise<DocumentAnswer> {
  switch (formOf(bytes)) {
    case 'pdf':
      return (await import('./read-pdf.ts')).readPdf(bytes);
    case 'xml':
      return (await import('./read-xml-file.ts')).readXmlFile(bytes);
    case 'zip':
      return (await import('./read-sales-file.ts')).readSalesFile(bytes, 'workbook');
    case 'old_office':
      return { code: bytes.includes(ENCRYPTED) ? 'encrypted' : 'unsupported' };
    case 'text':
      return isMail(bytes.toString('latin1', 0, 8_192))
        ? (await import('./read-mail-file.ts')).readMailFile(bytes)
        : (await import('./read-sales-file.ts')).readSalesFile(bytes, 'table');
    default:
      return { code: 'unsupported' };
  }
}
