import { isCompoundFile } from './compound-file.ts';

/** What a file is by its first bytes; `unknown`: none that is read here. */
export type DocumentForm =
  | 'pdf'
  | 'zip'
  | 'old_office'
  | 'png'
  | 'jpeg'
  | 'webp'
  | 'tiff'
  | 'heic'
  | 'xml'
  | 'text'
  | 'unknown';

const BEGINNINGS: ReadonlyArray<readonly [DocumentForm, string]> = [
  ['png', '89504e470d0a1a0a'],
  ['jpeg', 'ffd8ff'],
  ['tiff', '49492a00'],
  ['tiff', '4d4d002a'],
  ['zip', '504b0304'],
  ['zip', '504b0506'],
];

/** What telephones write; all of them hold pictures packed as HEVC or AV1. (ISO 23008-12, annex B) */
const HEIC = /^ftyp(?:hei[cmsx]|hev[cmsx]|mif1|msf1|avi[fs])/;

/**
 * What a file is, whatever it is called. Source: Wikipedia "List of file signatures"; ISO 32000-1 7.5.2 for PDF, whose header may stand
 * within the first 1024 bytes; RFC 9649 for WebP.
 */
export function formOf(bytes: Buffer): DocumentForm {
  const start = bytes.subarray(0, 12).toString('hex');
  const found = BEGINNINGS.find(([, hex]) => start.startsWith(hex));
  if (found) return found[0];
  if (HEIC.test(bytes.toString('latin1', 4, 12))) return 'heic';
  if (start.startsWith('52494646') && start.endsWith('57454250')) return 'webp';
  if (isCompoundFile(bytes)) return 'old_office';
  if (bytes.subarray(0, 1024).includes('%PDF-')) return 'pdf';
  if (isXml(bytes)) return 'xml';
  return isText(bytes) ? 'text' : 'unknown';
}

/** An XML file begins with its declaration, a comment or an element, behind a mark of its encoding and blanks. (XML 1.0, 2.8) */
function isXml(bytes: Buffer): boolean {
  const head = bytes.subarray(0, 200);
  const wide = head.toString('hex', 0, 2);
  const text =
    wide === 'fffe' ? head.toString('utf16le', 2) : wide === 'feff' ? swapped(head) : head.toString('latin1');
  return /^(?:\u00ef\u00bb\u00bf)?\s*<(?:\?xml[\s?]|!--|!DOCTYPE(?!\s+html)|[A-Za-z_][\w.-]{0,60}:[A-Za-z_]|(?:Invoice|CreditNote)[\s>])/i.test(
    text,
  );
}

function swapped(head: Buffer): string {
  return Buffer.from(head.subarray(2, 200)).swap16().toString('utf16le');
}

/** Control characters other than blanks of a text are in no text, except in UTF-16, where every second byte is zero. */
function isText(bytes: Buffer): boolean {
  const head = bytes.subarray(0, 4_096);
  const mark = head.toString('hex', 0, 2);
  return mark === 'fffe' || mark === 'feff' || !head.some((byte) => byte < 9 || (byte > 13 && byte < 27));
}
