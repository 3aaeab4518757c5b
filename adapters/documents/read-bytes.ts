import type { DocumentReading } from '../../domain/documents/document-reading.ts';
import { formOf } from './document-form.ts';
import { isMail } from './is-mail.ts';
import type { Recogniser } from './pictures/recogniser.ts';

/** Why a document is not read. */
export type DocumentRefusal =
  | 'broken'
  | 'encrypted'
  | 'heic'
  | 'macros'
  | 'too_large'
  | 'too_many_lines'
  | 'too_many_pages'
  | 'too_many_pictures'
  | 'too_slow'
  | 'unsupported';

/** What a document says, or why it is not read. */
export type DocumentAnswer =
  | Omit<DocumentReading, 'schemaVersion' | 'document' | 'name'>
  | { code: DocumentRefusal };

/** How many pages are pictures, which take seconds each: nothing was read of the document yet. */
export interface PicturesWait {
  code: 'pictures';
  pictures: number;
}

/** Marks of an Office file with a password, in UTF-16. ([MS-OFFCRYPTO] 2.3.4) */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

/**
 * Reads a document by what its bytes are. It may take long and much memory: a thread runs it, and loads what it needs only, since a new
 * one is started for each document.
 * @param recogniser reads pictures; null: a document that needs it is not read, and told how many it has
 */
export async function readBytes(
  bytes: Buffer,
  recogniser: Recogniser | null = null,
): Promise<DocumentAnswer | PicturesWait> {
  const form = formOf(bytes);
  switch (form) {
    case 'pdf':
      return (await import('./read-pdf.ts')).readPdf(bytes, recogniser);
    case 'jpeg':
    case 'png':
    case 'webp':
    case 'tiff':
      return recogniser === null
        ? { code: 'pictures', pictures: 1 }
        : (await import('./pictures/read-picture.ts')).readPicture(bytes, recogniser);
    case 'heic':
      return { code: 'heic' };
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
