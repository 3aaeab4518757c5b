import type { DocumentsPort, DocumentText } from '../ports/documents.ts';
import { pdfText } from './pdf.ts';
import { refused } from './refused.ts';

const MOST_BYTES = 10 * 1024 * 1024;
const MOST_TEXT = 1_000_000;

/** Reads PDF and plain text where the process runs; nothing leaves the machine. A file is what its bytes are, not what its name says. */
export function localDocuments(): DocumentsPort {
  return {
    vendor: 'local',
    async text({ bytes }, call) {
      if (bytes.length > MOST_BYTES)
        throw refused('too_large', 'the document is larger than 10 MB; split it');
      if (bytes.subarray(0, 1024).includes('%PDF-')) return pdfText(bytes, call);
      return plainText(bytes);
    },
  };
}

function plainText(bytes: Buffer): DocumentText {
  const text = decoded(bytes);
  if (text === null)
    throw refused('unsupported', 'the document is neither PDF nor text; save it as one of them');
  if (text.length > MOST_TEXT) throw refused('too_large', 'the document holds too much text; split it');
  return { pages: text.split('\f'), form: [] };
}

/** UTF-8 or, with its mark, UTF-16; null when it is no text. */
function decoded(bytes: Buffer): string | null {
  const mark = bytes.subarray(0, 2).toString('hex');
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
