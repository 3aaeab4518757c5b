import type { DocumentsPort, DocumentText } from '../ports/documents.ts';
import { docxText, isDocx } from './docx.ts';
import { htmlText } from './html-text.ts';
import { pdfText } from './pdf.ts';
import { refused } from './refused.ts';

const MOST_BYTES = 10 * 1024 * 1024;
const MOST_TEXT = 1_000_000;

/**
 * Reads PDF, Word, HTML and plain text where the process runs; nothing leaves the machine. A file is what its bytes are, not what its name
 * says; only HTML looks like any text, and is known by its name or type.
 */
export function localDocuments(): DocumentsPort {
  return {
    vendor: 'local',
    async text({ name, type, bytes }, call) {
      if (bytes.length > MOST_BYTES)
        throw refused('too_large', 'the document is larger than 10 MB; split it');
      if (bytes.subarray(0, 1024).includes('%PDF-')) return pdfText(bytes, call);
      if (isDocx(bytes)) return wordText(bytes);
      return plainText(bytes, type === 'text/html' || /\.html?$/i.test(name));
    },
  };
}

function wordText(bytes: Buffer): DocumentText {
  const text = docxText(bytes);
  if (text === null) throw refused('broken', 'the Word document is damaged; save it again');
  return pagesOf(text);
}

function plainText(bytes: Buffer, isHtml: boolean): DocumentText {
  const text = decoded(bytes);
  if (text === null)
    throw refused('unsupported', 'the document is neither PDF, Word nor text; save it as one of them');
  return pagesOf(isHtml ? htmlText(text) : text);
}

function pagesOf(text: string): DocumentText {
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
